package io.moltmates.schema.config;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;

/// As whom Kafka is spoken to.
///
/// @param mechanism how the password is shown; without it, nobody logs in
/// @param username the account at Kafka
/// @param password its password
public record KafkaSaslConfig(
        @Nullable Mechanism mechanism,
        @Nullable String username,
        @Nullable Secret password) {

    /// How a password is shown to Kafka.
    public enum Mechanism {
        /// As it is, so only by TLS.
        PLAIN,
        SCRAM_SHA_256,
        SCRAM_SHA_512;

        /// As Kafka writes it, such as `SCRAM-SHA-512`.
        public String kafkaName() {
            return name().replace('_', '-');
        }
    }

    public static final KafkaSaslConfig DEFAULT = new KafkaSaslConfig(null, null, null);

    public KafkaSaslConfig {
        if (mechanism == null && (username != null || password != null)) {
            throw new InvalidSetting(
                    "", "has no mechanism", "Write mechanism: \"SCRAM-SHA-512\", \"SCRAM-SHA-256\" or \"PLAIN\".");
        }
        if (mechanism != null && (username == null || password == null)) {
            throw new InvalidSetting(
                    "", "has a mechanism, but not both a username and a password", "Set both, or leave all out.");
        }
        oneLine("username", username);
        oneLine("password", password == null ? null : password.reveal());
    }

    boolean isOn() {
        return mechanism != null;
    }

    /// Kafka's properties, nothing if nobody logs in.
    void describe(Map<String, String> properties) {
        if (mechanism == null || username == null || password == null) {
            return;
        }
        String module =
                mechanism == Mechanism.PLAIN ? PlainLoginModule.class.getName() : ScramLoginModule.class.getName();
        properties.put(SaslConfigs.SASL_MECHANISM, mechanism.kafkaName());
        properties.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                String.format(
                        Locale.ROOT,
                        "%s required username=%s password=%s;",
                        module,
                        quoted(username),
                        quoted(password.reveal())));
    }

    /// Kafka reads a login's options with backslashes as Java's own text literals have them.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void oneLine(String component, @Nullable String text) {
        if (text != null && (text.isBlank() || text.chars().anyMatch(Character::isISOControl))) {
            throw new InvalidSetting(
                    component, "is empty, or has characters that can't be written", "Write it as one line.");
        }
    }
}
