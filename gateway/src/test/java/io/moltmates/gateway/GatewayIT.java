package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayIT {

    @TempDir
    private Path directory;

    @Test
    void startsWithoutAnyConfigurationAndSaysWhereToGo() throws Exception {
        try (var gateway = RunningGateway.start(directory.resolve("state"), Map.of())) {
            assertThat(gateway.log())
                    .contains("is ready")
                    .contains(gateway.baseUrl() + "/#token=" + gateway.personToken("owner"));
            assertThat(permissions(gateway.layout().root())).isEqualTo("rwx------");
            assertThat(permissions(gateway.layout().secrets())).isEqualTo("rw-------");
            assertThat(permissions(gateway.layout().run())).isEqualTo("rw-------");
        }
    }

    @Test
    void stopsInOrderAndWithoutAStackTrace() {
        try (var gateway = RunningGateway.start(directory.resolve("state"), Map.of())) {
            int before = gateway.log().length();
            assertThat(gateway.stop()).isZero();
            assertThat(gateway.log().substring(before)).doesNotContain("\tat ").doesNotContain("ERROR");
            assertThat(gateway.layout().run()).doesNotExist();
        }
    }

    @Test
    void refusesTheSameDirectoryTwice() throws Exception {
        try (var gateway = RunningGateway.start(directory.resolve("state"), Map.of())) {
            var second = run(directory.resolve("state"), "gateway", "--port", String.valueOf(FreePorts.three()));
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output())
                    .contains("process " + gateway.pid() + ", port " + gateway.port())
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void refusesAPortThatIsTakenAndRunsBesideTheFirstOnAnother() throws Exception {
        try (var first = RunningGateway.start(directory.resolve("first"), Map.of())) {
            var refused = run(directory.resolve("other"), "gateway", "--port", String.valueOf(first.port()));
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output())
                    .contains("Port " + first.port() + " is taken")
                    .doesNotContain("\tat ");
            try (var second = RunningGateway.start(directory.resolve("second"), Map.of())) {
                assertThat(second.port()).isNotEqualTo(first.port());
            }
        }
    }

    @Test
    void refusesAnOpenBindWithoutAToken() throws Exception {
        var state = Files.createDirectories(directory.resolve("state"));
        Files.writeString(state.resolve("moltmate.json"), "{gateway: {bind: '0.0.0.0'}}");
        var refused = run(state, "gateway", "--port", String.valueOf(FreePorts.three()));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("gateway.auth.token").doesNotContain("\tat ");
    }

    @Test
    void keepsWhatTheBrokerConfirmedWhenItIsKilled() throws Exception {
        try (var gateway = RunningGateway.start(directory.resolve("state"), Map.of())) {
            long before = write(gateway, "web_alice");
            gateway.kill9();
            gateway.restart();
            assertThat(write(gateway, "web_alice")).isEqualTo(before + 1);
        }
    }

    @Test
    void theBrokerRefusesWhoeverDoesNotKnowTheSecret() {
        try (var gateway = RunningGateway.start(directory.resolve("state"), Map.of())) {
            var stranger =
                    new BrokerSettings(gateway.layout().kafka(), new Ports(gateway.port()), "guessed").client("");
            assertThatThrownBy(() -> topics(stranger)).rootCause().hasMessageContaining("Authentication failed");
            assertThatThrownBy(() -> topics(Map.of("bootstrap.servers", "127.0.0.1:" + (gateway.port() + 1))))
                    .isInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> topics(Map.of("bootstrap.controllers", "127.0.0.1:" + (gateway.port() + 2))))
                    .isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void statusIsForTheOperatorOnly() throws Exception {
        try (var gateway = RunningGateway.start(directory.resolve("state"), Map.of());
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            var request = HttpRequest.newBuilder(gateway.baseUrl().resolve("/operator/status"));
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            request.header("Authorization", "Bearer " + gateway.personToken("owner"));
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
            var status = run(directory.resolve("state"), "status");
            assertThat(status.exitCode()).isZero();
            assertThat(status.output()).contains("runs at " + gateway.baseUrl());
        }
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void topics(Map<String, String> client) throws Exception {
        var properties = new HashMap<String, Object>(client);
        properties.put("request.timeout.ms", "3000");
        properties.put("default.api.timeout.ms", "3000");
        try (var admin = Admin.create(properties)) {
            admin.describeCluster().nodes().get(10, TimeUnit.SECONDS);
        }
    }

    /// Writes a record; returns its offset.
    private static long write(RunningGateway gateway, String key) throws Exception {
        var properties = new HashMap<String, Object>(gateway.brokerClient());
        properties.put("acks", "all");
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            var topic = Topics.ACCOUNTS.name();
            return producer.send(new ProducerRecord<>(topic, 0, key, "{}"))
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
    }

    private Ended run(Path state, String... arguments) throws Exception {
        var output = directory.resolve("command.log");
        Files.deleteIfExists(output);
        var process = RunningGateway.command(state, Map.of(), output, arguments);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Ended(int exitCode, String output) {}
}
