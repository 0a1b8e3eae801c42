package io.moltmates.schema.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.KafkaConfig;
import java.util.List;
import java.util.Map;

/// Makes the AsyncAPI 3 document of all topics from their declarations.
final class AsyncApi {

    private static final String EVERYBODY = "every service";

    /// Who writes a topic, who reads it, and what it is for.
    private record Use(List<String> writers, List<String> readers, String summary) {}

    private static final Map<String, Use> USES = Map.ofEntries(
            use(Topics.INGRESS, "channel-ingress", "router-service", "Normalized inbound messages."),
            use(
                    Topics.ONBOARDING,
                    "router-service, agent-service",
                    "persona-service",
                    "Messages of people who have not chosen a persona, and those that follow them."),
            use(
                    Topics.TURNS,
                    "router-service, persona-service",
                    "agent-service",
                    "Turn requests and control for one person, in order."),
            use(
                    Topics.SANDBOX_REQUESTS,
                    "agent-service",
                    "sandbox-service",
                    "Commands and file operations that a model asked for."),
            use(Topics.SANDBOX_RESULTS, "sandbox-service", "agent-service", "How sandbox requests ended."),
            use(
                    Topics.COMMANDS,
                    "channel-ingress, router-service, persona-service, agent-service",
                    "router-service, persona-service, agent-service",
                    "Questions to, and changes of, what another service owns."),
            use(
                    Topics.COMMAND_RESULTS,
                    "router-service, persona-service, agent-service",
                    "channel-ingress, persona-service, agent-service",
                    "Answers to commands."),
            use(
                    Topics.EGRESS,
                    "router-service, persona-service, agent-service",
                    "channel-ingress",
                    "What must arrive at people: replies, edits, files, notices."),
            use(
                    Topics.LIVE,
                    "agent-service, sandbox-service",
                    "channel-ingress",
                    "What may be missed: text deltas, typing, tool progress."),
            use(
                    Topics.DELIVERIES,
                    "channel-ingress",
                    "channel-ingress",
                    "Intent and receipt of each delivery, by delivery id."),
            use(
                    Topics.USERS,
                    "persona-service",
                    "channel-ingress, router-service, persona-service, agent-service",
                    "A projection of each person's directory; a tombstone is a person without one."),
            use(
                    Topics.PAIRINGS,
                    "router-service",
                    "router-service",
                    "Codes of strangers, and whom the operator let in."),
            use(
                    Topics.LINKS,
                    "router-service, persona-service",
                    "router-service, persona-service",
                    "Codes by which people link their addresses, and to whom each address belongs."),
            use(
                    Topics.ACCOUNTS,
                    "channel-ingress",
                    "channel-ingress",
                    "Which replica polls and sends for a bot account."));

    private AsyncApi() {}

    private static Map.Entry<String, Use> use(Topic<?> topic, String writers, String readers, String summary) {
        return Map.entry(topic.name(), new Use(List.of(writers.split(", ")), List.of(readers.split(", ")), summary));
    }

    static ObjectNode document() {
        var document = RecordCodec.mapper().createObjectNode();
        document.put("asyncapi", "3.0.0");
        var info = document.putObject("info");
        info.put("title", "Moltmates topics");
        info.put("version", "0.1.0");
        info.put(
                "description",
                "What Moltmates' services say to each other over Apache Kafka. Generated from the code; an auditor may"
                        + " read any topic with a consumer group of their own."
                        + " Names, numbers of partitions and retentions are those of a deployment that sets nothing"
                        + " else: kafka.topicPrefix, kafka.partitions, kafka.retention, kafka.retentions.");
        info.putObject("license").put("name", "MIT");
        document.put("defaultContentType", "application/json");
        var channels = document.putObject("channels");
        var operations = document.putObject("operations");
        for (Topic<?> topic : Topics.all()) {
            channel(channels.putObject(channelId(topic)), topic);
            operations(operations, topic);
        }
        components(document.putObject("components"));
        return document;
    }

    private static void channel(ObjectNode channel, Topic<?> topic) {
        channel.put("address", topic.name());
        var use = USES.get(topic.name());
        channel.put("summary", use == null ? "Records that can't be processed, with why." : use.summary());
        var messages = channel.putObject("messages");
        for (Class<?> type : RecordTypes.concrete(topic.type())) {
            messages.putObject(type.getSimpleName()).put("$ref", "#/components/messages/" + type.getSimpleName());
        }
        var configuration = channel.putObject("bindings")
                .putObject("kafka")
                .put("topic", topic.name())
                .put("partitions", topic.partitions(KafkaConfig.DEFAULT.partitions()))
                .putObject("topicConfiguration");
        var policies = configuration.putArray("cleanup.policy");
        topic.cleanup().policies().forEach(policies::add);
        if (topic.expires()) {
            configuration.put("retention.ms", topic.retention().toMillis());
            configuration.put("retention.bytes", topic.retentionBytes());
        }
    }

    private static void operations(ObjectNode operations, Topic<?> topic) {
        var use = USES.get(topic.name());
        if (use == null) {
            operation(operations, topic, EVERYBODY, "send");
            return;
        }
        use.writers().forEach(service -> operation(operations, topic, service, "send"));
        use.readers().forEach(service -> operation(operations, topic, service, "receive"));
    }

    private static void operation(ObjectNode operations, Topic<?> topic, String service, String action) {
        var operation = operations.putObject(service.replace(' ', '-') + "." + action + "." + channelId(topic));
        operation.put("action", action);
        operation.putObject("channel").put("$ref", "#/channels/" + channelId(topic));
        operation.putArray("tags").addObject().put("name", service);
    }

    private static void components(ObjectNode components) {
        var messages = components.putObject("messages");
        for (Class<?> declared : RecordTypes.declared()) {
            for (Class<?> type : RecordTypes.concrete(declared)) {
                var message = messages.putObject(type.getSimpleName());
                message.put("name", CloudEvents.type(type));
                message.put("contentType", "application/json");
                message.putObject("headers").put("$ref", "#/components/schemas/CloudEventsHeaders");
                message.putObject("payload").put("$ref", "schemas/" + type.getSimpleName() + ".json");
                message.putObject("bindings")
                        .putObject("kafka")
                        .putObject("key")
                        .put("type", "string");
            }
        }
        var headers = components.putObject("schemas").putObject("CloudEventsHeaders");
        headers.put("type", "object");
        headers.put("description", "CloudEvents 1.0 attributes in binary mode, and the W3C trace context.");
        var properties = headers.putObject("properties");
        for (String name : CloudEvents.headers(new Named(), "service", "time", "traceparent")
                .keySet()) {
            properties.putObject(name).put("type", "string");
        }
    }

    /// Only to ask for the names of the headers.
    private record Named() implements TopicRecord {
        @Override
        public String id() {
            return "id";
        }

        @Override
        public UserId user() {
            return SampleRecords.ALICE;
        }
    }

    private static String channelId(Topic<?> topic) {
        return topic.name().substring("moltmate.".length());
    }
}
