package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// `docs/asyncapi.yaml` with its schemas, as somebody reads it who knows nothing else of us: which records it allows.
final class AsyncApiDocument {

    private static final Path DOCS = Path.of("..", "docs");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final JsonNode document;
    private final Map<String, JsonNode> channels = new TreeMap<>();
    private final Map<String, JsonSchema> schemas = new TreeMap<>();

    private AsyncApiDocument(JsonNode document) {
        this.document = document;
        document.get("channels")
                .forEach(channel -> channels.put(channel.get("address").asText(), channel));
    }

    static AsyncApiDocument read() throws IOException {
        return new AsyncApiDocument(YAML.readTree(DOCS.resolve("asyncapi.yaml").toFile()));
    }

    Set<String> topics() {
        return channels.keySet();
    }

    int partitions(String topic) {
        return binding(topic).get("partitions").asInt();
    }

    /// Kafka's topic configuration; lists have commas between.
    Map<String, String> configuration(String topic) {
        var settings = new TreeMap<String, String>();
        binding(topic).get("topicConfiguration").properties().forEach(setting -> {
            var values = new ArrayList<String>();
            if (setting.getValue().isArray()) {
                setting.getValue().forEach(value -> values.add(value.asText()));
            } else {
                values.add(setting.getValue().asText());
            }
            settings.put(setting.getKey(), String.join(",", values));
        });
        return settings;
    }

    /// All messages of all topics, as `moltmate.turns TurnRequest`.
    Set<String> messages() {
        var messages = new TreeSet<String>();
        channels.forEach((topic, channel) ->
                channel.get("messages").fieldNames().forEachRemaining(message -> messages.add(topic + " " + message)));
        return messages;
    }

    /// Which of [#messages] a record is; null if its topic has none with its type.
    @Nullable
    String message(ConsumerRecord<String, byte[]> entry) {
        var channel = channels.get(entry.topic());
        String type = header(entry, "ce_type");
        if (channel == null || type == null) {
            return null;
        }
        for (var names = channel.get("messages").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (described(name).get("name").asText().equals(type)) {
                return name;
            }
        }
        return null;
    }

    /// What of a record is otherwise than described; empty if nothing is.
    List<String> problems(ConsumerRecord<String, byte[]> entry) throws IOException {
        var problems = new ArrayList<String>();
        String name = message(entry);
        if (name == null) {
            return List.of("no message of this topic has the type " + header(entry, "ce_type"));
        }
        var message = described(name);
        if (message.at("/bindings/kafka/key/type").asText().equals("string") && entry.key() == null) {
            problems.add("it has no key");
        }
        headers(entry, message, problems);
        for (var finding : schema(message.at("/payload/$ref").asText())
                .validate(RecordCodec.mapper().readTree(entry.value()))) {
            problems.add(finding.getMessage());
        }
        return problems;
    }

    private void headers(ConsumerRecord<String, byte[]> entry, JsonNode message, List<String> problems) {
        var described = new TreeSet<String>();
        document.at(message.at("/headers/$ref").asText().substring(1))
                .get("properties")
                .fieldNames()
                .forEachRemaining(described::add);
        var there = new TreeSet<String>();
        entry.headers().forEach(header -> there.add(header.key()));
        if (!there.equals(described)) {
            problems.add("its headers are " + there + " instead of " + described);
        }
        String expected = message.get("contentType").asText();
        if (!expected.equals(header(entry, "content-type"))) {
            problems.add("its content type is " + header(entry, "content-type"));
        }
    }

    private JsonNode described(String message) {
        return document.at("/components/messages/" + message);
    }

    private JsonNode binding(String topic) {
        var channel = channels.get(topic);
        if (channel == null) {
            throw new IllegalArgumentException(topic + " is not described");
        }
        return channel.at("/bindings/kafka");
    }

    private JsonSchema schema(String reference) throws IOException {
        var known = schemas.get(reference);
        if (known == null) {
            known = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(DOCS.resolve(reference)));
            schemas.put(reference, known);
        }
        return known;
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> entry, String name) {
        var header = entry.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
