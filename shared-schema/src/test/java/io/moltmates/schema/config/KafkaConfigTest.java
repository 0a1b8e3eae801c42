package io.moltmates.schema.config;

import static io.moltmates.schema.config.Loading.clean;
import static io.moltmates.schema.config.Loading.load;
import static io.moltmates.schema.config.Loading.only;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaConfigTest {

    private static final String PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private static final String KEY = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";

    @TempDir
    private Path directory;

    private static KafkaConfig kafka(String section) {
        return clean("{ kafka: " + section + " }").kafka();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void saysNothingToClientsByDefault() {
        assertThat(KafkaConfig.DEFAULT.clientProperties()).isEmpty();
    }

    @Test
    void describesAnEncryptedConnectionWithALogin() throws IOException {
        var ca = file("ca.pem", PEM);

        assertThat(kafka("""
                { bootstrapServers: "a:1, b:2", topicPrefix: "acme.", tls: { enabled: true, caFile: "%s" },
                  sasl: { mechanism: "scram-sha-512", username: "u", password: "p" },
                  properties: { "client.rack": "r" } }""".formatted(ca)).clientProperties())
                .isEqualTo(Map.of(
                        "bootstrap.servers", "a:1,b:2",
                        "security.protocol", "SASL_SSL",
                        "ssl.truststore.type", "PEM",
                        "ssl.truststore.location", ca.toString(),
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                        + " username=\"u\" password=\"p\";",
                        "topic.prefix", "acme.",
                        "client.rack", "r"));
    }

    @Test
    void describesMutualTlsAndAKeyStoreOfRoots() throws IOException {
        var roots = file("roots.jks", "binary");
        var client = kafka("""
                { tls: { enabled: true, trustStore: "%s", trustStorePassword: "t", certificateFile: "%s", keyFile: "%s",
                         keyPassword: "k", verifyHostname: false } }""".formatted(roots, file("c.pem", PEM), file("k.pem", KEY)))
                .clientProperties();

        assertThat(client)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.type", "JKS")
                .containsEntry("ssl.truststore.password", "t")
                .containsEntry("ssl.keystore.type", "PEM")
                .containsEntry("ssl.keystore.certificate.chain", PEM)
                .containsEntry("ssl.keystore.key", KEY)
                .containsEntry("ssl.key.password", "k");
        assertThat(client.get("ssl.endpoint.identification.algorithm")).isBlank();
    }

    @Test
    void handsKafkaAnyPasswordAsItIs() {
        String odd = "a\"b\\c$d ${e};='f//g";
        var config = new KafkaSaslConfig(KafkaSaslConfig.Mechanism.PLAIN, "user\\", Secret.of(odd));
        var client = new java.util.HashMap<String, String>();
        config.describe(client);

        var login = JaasContext.loadClientContext(
                        Map.of("sasl.jaas.config", new Password(client.get("sasl.jaas.config"))))
                .configurationEntries()
                .getFirst();
        assertThat(login.getOptions()).isEqualTo(Map.of("username", "user\\", "password", odd));
    }

    @Test
    void letsFurtherPropertiesWin() {
        assertThat(kafka("{ tls: { enabled: true }, properties: { 'security.protocol': 'PLAINTEXT' } }")
                        .clientProperties())
                .containsEntry("security.protocol", "PLAINTEXT");
    }

    @Test
    void namesTheFileThatCannotBeUsed() throws IOException {
        var missing = directory.resolve("none.pem");
        var noPem = file("no.pem", "nothing");
        var oldKey = file("old.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");
        var certificate = file("c.pem", PEM);

        assertThatThrownBy(() -> tls("caFile: '" + missing + "'"))
                .hasMessage("kafka.tls.caFile " + missing + " can't be read (NoSuchFileException)."
                        + " Give the path of a file that this service may read.");
        assertThatThrownBy(() -> tls("caFile: '" + noPem + "'")).hasMessageContaining(noPem + " is not a PEM file");
        assertThatThrownBy(() -> tls("certificateFile: '" + certificate + "', keyFile: '" + oldKey + "'"))
                .hasMessageContaining("kafka.tls.keyFile " + oldKey + " is not a key in PKCS #8")
                .hasMessageContaining("openssl pkcs8 -topk8");
    }

    private static void tls(String settings) {
        kafka("{ tls: { enabled: true, " + settings + " } }").clientProperties();
    }

    @Test
    void knowsHowLongEachTopicKeepsItsRecords() {
        var config = kafka("{ retention: '2h', retentions: { ingress: '1h', 'moltmate.turns.dlq': '3d' } }");

        assertThat(config.retention(Topics.INGRESS)).isEqualTo(Duration.ofHours(1));
        assertThat(config.retention(Topics.TURNS)).isEqualTo(Duration.ofHours(2));
        assertThat(config.retention(Topics.TURNS.deadLetters())).isEqualTo(Duration.ofDays(3));
        assertThat(config.retention(Topics.LIVE)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void warnsOfWhatIsHardlyMeant() {
        assertThat(only(load("{ kafka: { tls: { verifyHostname: false } } }")))
                .returns(true, Finding::isWarning)
                .returns("kafka.tls", Finding::key);
        assertThat(only(load("{ kafka: { sasl: { mechanism: 'PLAIN', username: 'u', password: 'p' } } }")))
                .returns(true, Finding::isWarning)
                .returns("kafka.sasl.mechanism", Finding::key);
    }

    @Test
    void keepsSignsThatMicroProfileConfigWouldReplace() {
        assertThat(PropertyText.literal("a$b ${c} $$")).isEqualTo("a\\$b \\${c} \\$\\$");
    }
}
