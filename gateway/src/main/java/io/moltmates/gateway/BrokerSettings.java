package io.moltmates.gateway;

import io.moltmates.schema.config.KafkaConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The embedded broker's configuration, and that of the clients that may connect to it.
///
/// @param directory where the log lies
/// @param password what every client, and the broker itself, must show
record BrokerSettings(Path directory, Ports ports, String password) {

    static final String NODE = "1";
    private static final String USER = "moltmate";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required" + " username=\"%s\" password=\"%s\"";

    /// For Kafka's clients, under the names that they use.
    Map<String, String> client(String topicPrefix) {
        return Map.of(
                "bootstrap.servers",
                EmbeddedBroker.HOST + ":" + ports.broker(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN.formatted(USER, password) + ";",
                KafkaConfig.TOPIC_PREFIX,
                topicPrefix);
    }

    /// For the broker and its controller.
    Map<String, String> broker() {
        var settings = new HashMap<String, String>();
        identity(settings);
        guard(settings);
        footprint(settings);
        speed(settings);
        return settings;
    }

    @Override
    public String toString() {
        return "BrokerSettings[" + directory + ", " + ports + "]";
    }

    private void identity(Map<String, String> settings) {
        String controller = EmbeddedBroker.HOST + ":" + ports.controller();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", NODE);
        settings.put("controller.quorum.voters", NODE + "@" + controller);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "BROKER");
        settings.put(
                "listeners", "BROKER://" + EmbeddedBroker.HOST + ":" + ports.broker() + ",CONTROLLER://" + controller);
        settings.put("log.dirs", directory.toString());
    }

    /// Loopback is open to every account of the host, so both listeners ask for the password.
    private void guard(Map<String, String> settings) {
        settings.put("listener.security.protocol.map", "BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        String login = LOGIN.formatted(USER, password) + " user_" + USER + "=\"" + password + "\";";
        settings.put("listener.name.broker.plain.sasl.jaas.config", login);
        settings.put("listener.name.controller.plain.sasl.jaas.config", login);
    }

    private static void footprint(Map<String, String> settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "3");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("num.replica.fetchers", "1");
        settings.put("background.threads", "2");
        settings.put("remote.log.manager.thread.pool.size", "1");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", "2097152");
        settings.put("log.cleaner.io.buffer.size", "65536");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.segment.bytes", "8388608");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("default.replication.factor", "1");
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.coordinator.threads", "1");
        settings.put("log.index.size.max.bytes", "1048576");
        settings.put("metadata.log.segment.bytes", "16777216");
        settings.put("metadata.max.retention.bytes", "33554432");
    }

    /// A single node waits for no other: it need not be fenced for long after a kill, nor collect members of a group.
    private static void speed(Map<String, String> settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("broker.session.timeout.ms", "2500");
        settings.put("broker.heartbeat.interval.ms", "300");
        settings.put("initial.broker.registration.timeout.ms", "60000");
        settings.put("controlled.shutdown.enable", "true");
        settings.put("server.max.startup.time.ms", "60000");
    }
}
