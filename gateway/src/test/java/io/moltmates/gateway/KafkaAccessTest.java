package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAccessTest {

    @TempDir
    private Path directory;

    private StateLayout layout;

    @BeforeEach
    void layOut() {
        layout = new StateLayout(directory);
    }

    @Test
    void findsTheGatewayThatRunsAndItsSecret() throws IOException {
        var secrets = SecretsFile.readOrMake(layout);
        new RunFile(ProcessHandle.current().pid(), "127.0.0.1", 4000, "127.0.0.1:4001").write(layout);
        var kafka = KafkaAccess.find(layout, Map.of("KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092"), null);
        assertThat(kafka.address()).isEqualTo("127.0.0.1:4001");
        assertThat(kafka.client().get("sasl.jaas.config")).contains(secrets.brokerPassword());
        assertThat(kafka.toString()).doesNotContain(secrets.brokerPassword());
    }

    @Test
    void takesTheKafkaOfTheConfigurationWithItsLogin() throws IOException {
        Files.writeString(layout.configuration(), """
                {kafka: {bootstrapServers: "kafka-1:9092",
                         properties: {"security.protocol": "SASL_SSL"}}}""");
        var kafka = KafkaAccess.find(layout, Map.of("KAFKA_BOOTSTRAP_SERVERS", "elsewhere:9092"), null);
        assertThat(kafka.client())
                .containsEntry("bootstrap.servers", "kafka-1:9092")
                .containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void takesTheEnvironmentAsTheServicesDo() {
        var kafka = KafkaAccess.find(
                layout, Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092", "KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"), null);
        assertThat(kafka.client())
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512");
    }

    @Test
    void whatTheCommandLineSaysWins() {
        var environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");
        assertThat(KafkaAccess.find(layout, environment, "other:9093").address())
                .isEqualTo("other:9093");
        assertThatThrownBy(() -> KafkaAccess.find(layout, environment, "other"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("write host:port");
    }

    @Test
    void saysWhatToDoWhenThereIsNone() {
        assertThatThrownBy(() -> KafkaAccess.find(layout, Map.of(), null))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("./moltmate gateway")
                .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS");
    }
}
