package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The person's directory is the truth: deleting it is a reset, putting it back restores, whatever the log holds.
class DirectoryIT {

    private static final UserId IVY = UserId.of("api", "ivy");
    private static final String REMEMBER =
            "Remember. <<tool write {\"path\":\"MEMORY.md\",\"content\":\"my word is heron\"}>> <<say noted>>";

    @TempDir
    Path directory;

    @Test
    void deletingItInTheMiddleOfATurnStartsOverAndAnswersTheMessage() throws IOException {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "");
            try (var gateway = RunningGateway.start(state, Map.of())) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("ivy", REMEMBER, "remember");
                var person = gateway.layout().person(IVY);
                assertThat(person.memory()).content().contains("heron");

                String slow = "Slowly <<think 2500>> <<say still here>>";
                var answer = api.asking("ivy", slow, "slow");
                Awaitility.await().until(() -> provider.calls(slow) == 1);
                delete(person.directory());

                assertThat(answer.join().text()).isEqualTo("still here");
                assertThat(provider.calls(slow)).isEqualTo(2);
                assertThat(person.memory()).content().doesNotContain("heron");
                assertThat(person.soul()).exists();
            }
        }
    }

    @Test
    void puttingItBackRestoresThePersonAlsoWithAnEmptyBroker() throws IOException {
        Path state = directory.resolve("state");
        Path backup = directory.resolve("backup");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "");
            try (var gateway = RunningGateway.start(state, Map.of())) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("ivy", REMEMBER, "remember");
                gateway.stop();
                var person = gateway.layout().person(IVY);
                copy(person.directory(), backup);
                delete(person.directory());
                delete(gateway.layout().kafka());
                gateway.restart();
                copy(backup, person.directory());

                String question = "What is my word? <<say heron>>";
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> api.command(Map.of("type", "people"))
                                .path("people")
                                .findValuesAsText("user")
                                .contains(IVY.value()));
                assertThat(api.ask("ivy", question, "question").text()).isEqualTo("heron");
                assertThat(provider.requests().getLast()).contains("my word is heron");
                var history = api.command(Map.of("type", "history", "user", IVY.value(), "limit", 100));
                assertThat(history.toString()).contains("Remember.").contains("noted");
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /// As `rm -r` does, which goes on when somebody makes a file meanwhile.
    private static void delete(Path directory) {
        Awaitility.await().until(() -> {
            if (Files.exists(directory)) {
                try (var files = Files.walk(directory)) {
                    files.sorted(Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                }
            }
            return Files.notExists(directory);
        });
    }
}
