package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Services as programs of their own: what they say and do when Kafka, or the disk, is away.
class ServiceProcessesIT {

    private static final List<String> SERVICES =
            List.of("router-service", "persona-service", "agent-service", "sandbox-service", "channel-ingress");

    @TempDir
    Path directory;

    @Test
    void servicesStartWithoutKafkaSayWhyTheyWaitAndGoOnByThemselves() {
        try (var provider = ProviderDouble.start();
                var stack = ServiceStack.in(directory, TestConfiguration.models(provider))) {
            var services = SERVICES.stream().map(stack::start).toList();
            for (var service : services) {
                service.awaitStatus("live", 200);
                service.awaitStatus("ready", 503);
                assertThat(service.health("ready").data("broker")).contains("Kafka");
            }
            stack.broker().start();
            services.forEach(RunningService::awaitReady);

            var api = stack.api(services.getLast());
            assertThat(api.ask("ann", "Say it. <<say one>>", "first").text()).isEqualTo("one");

            stack.broker().kill9();
            for (var service : services) {
                service.awaitDown("broker");
                service.awaitDown("inbound");
                assertThat(service.health("ready").status()).isEqualTo(503);
                assertThat(service.health("live").status()).isEqualTo(200);
            }
            var asked = api.asking("ann", "Say it again. <<say two>>", "second");
            stack.broker().start();

            assertThat(asked.orTimeout(120, TimeUnit.SECONDS).join().text()).isEqualTo("two");
            services.forEach(RunningService::awaitReady);
            assertThat(services).allSatisfy(service -> assertThat(service.log()).doesNotContain("Exception in thread"));
        }
    }

    @Test
    void aServiceWhoseDiskIsAwayIsAliveAndSaysSo() throws IOException {
        try (var stack = ServiceStack.in(directory, "")) {
            stack.broker().start();
            // a file where people's directories should be
            Files.writeString(stack.layout().users(), "");
            var services = List.of(stack.start("persona-service"), stack.start("agent-service"));
            for (var service : services) {
                service.awaitStatus("live", 200);
                service.awaitStatus("ready", 503);
            }
            Files.delete(stack.layout().users());

            services.forEach(RunningService::awaitReady);
            try (var all = Files.walk(stack.layout().users())) {
                all.sorted(Comparator.reverseOrder()).forEach(ServiceProcessesIT::delete);
            }
            Files.writeString(stack.layout().users(), "");
            for (var service : services) {
                service.awaitStatus("ready", 503);
                assertThat(service.health("ready").data("state")).contains("can't be written");
                assertThat(service.health("ready").of("broker")).isEqualTo("UP");
            }
        }
    }

    @Test
    void aServiceTellsInItsHealthHowTopicsDifferAndIsReady() throws Exception {
        try (var stack = ServiceStack.in(directory, "")) {
            stack.broker().start();
            var before = stack.start("router-service").awaitReady();
            assertThat(before.health("ready").data("broker")).contains("\"topics\":\"as configured\"");

            try (var admin = Admin.create(Map.copyOf(stack.broker().client()))) {
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, "moltmate.ingress"),
                                List.of(new AlterConfigOp(
                                        new ConfigEntry("retention.ms", "60000"), AlterConfigOp.OpType.SET))))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            var after = stack.start("router-service").awaitReady();
            assertThat(after.health("ready").data("broker"))
                    .contains("\"topics\":\"1 difference\"", "setting=retention.ms is=60000 wanted=86400000")
                    .contains("kafka-configs.sh --bootstrap-server");
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
