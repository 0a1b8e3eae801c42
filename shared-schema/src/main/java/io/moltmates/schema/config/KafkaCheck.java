package io.moltmates.schema.config;

/// Warns about settings of `kafka` that are allowed, and hardly meant.
final class KafkaCheck {

    private KafkaCheck() {}

    static void report(Node.Section root, MoltmateConfig config, FindingList findings) {
        var kafka = config.kafka();
        var tls = CrossCheck.at(root, "kafka", "tls");
        if (tls != null && kafka.tls().isDescribed() && !kafka.tls().enabled()) {
            findings.warn(
                    tls.at(),
                    "kafka.tls",
                    "this section has no effect, because enabled is false",
                    "Write enabled: true, or leave the section out.");
        }
        var mechanism = CrossCheck.at(root, "kafka", "sasl", "mechanism");
        if (mechanism != null
                && kafka.sasl().mechanism() == KafkaSaslConfig.Mechanism.PLAIN
                && !kafka.tls().enabled()
                && !kafka.properties().containsKey("security.protocol")) {
            findings.warn(
                    mechanism.at(),
                    "kafka.sasl.mechanism",
                    Shown.value(mechanism, "kafka.sasl.mechanism")
                            + " sends the password as it is, and the connection is not encrypted",
                    "Write kafka.tls: { enabled: true }, or take SCRAM-SHA-512.");
        }
    }
}
