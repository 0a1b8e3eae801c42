package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.RecordCodec;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of a gateway that writes it as JSON, held against `docs/telemetry.md`.
class JsonLogIT {

    private static final TelemetryPage PAGE = TelemetryPage.read();
    private static final String ASKED = "Hello <<tool write {\"path\":\"a.txt\",\"content\":\"canary-of-content\"}>>";

    @TempDir
    private Path directory;

    @Test
    void eachLineHasTheDocumentedKeysAndThoseOfATurnItsTrace() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start();
                var receiver = TraceReceiver.start()) {
            TestConfiguration.write(
                    state, provider, receiver.telemetry("") + "logging: { format: \"json\", level: \"debug\" },");
            try (var gateway = RunningGateway.start(state, Map.of())) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("jane", ASKED, "first");
                api.ask("jane", ASKED, "second");
                Awaitility.await()
                        .atMost(Duration.ofSeconds(40))
                        .until(() -> firsts(receiver).size() == 2);
                gateway.stop();

                var lines = lines(gateway.log());
                assertThat(lines).hasSizeGreaterThan(20).allSatisfy(JsonLogIT::assertWhole);
                assertThat(gateway.log()).doesNotContain("canary-of-content", "canary-key-");
                for (var first : firsts(receiver)) {
                    var ofTheTurn = lines.stream()
                            .filter(line -> line.at("/trace/traceId").asText().equals(first.traceId()))
                            .toList();
                    assertThat(ofTheTurn)
                            .extracting(line -> line.path("message").asText())
                            .anyMatch(text -> text.contains(first.attribute("moltmates.message.id")));
                    assertThat(ofTheTurn)
                            .extracting(line -> line.at("/trace/spanId").asText())
                            .allMatch(id -> id.matches("[0-9a-f]{16}"));
                }
            }
        }
    }

    private static List<SeenSpan> firsts(TraceReceiver receiver) {
        return receiver.spans().stream()
                .filter(span -> span.name().equals("receive api"))
                .toList();
    }

    private static void assertWhole(JsonNode line) {
        var keys = new TreeSet<String>();
        line.fieldNames().forEachRemaining(keys::add);
        assertThat(PAGE.logKeys()).containsAll(keys);
        assertThat(keys).contains("timestamp", "level", "service", "logger", "thread", "message", "trace");
        assertThat(OffsetDateTime.parse(line.path("timestamp").asText())).isNotNull();
        assertThat(line.path("level").asText()).isIn(PAGE.logLevels());
        assertThat(line.path("service").asText()).isEqualTo("moltmate");
    }

    /// All but the screen that the gateway greets with.
    private static List<JsonNode> lines(String log) {
        var lines = log.lines().toList();
        var screen = lines.stream().filter(line -> !line.startsWith("{")).toList();
        assertThat(screen).isNotEmpty().noneMatch(line -> line.contains("io.moltmates") || line.contains("\tat "));
        return lines.stream()
                .filter(line -> line.startsWith("{"))
                .map(JsonLogIT::tree)
                .toList();
    }

    private static JsonNode tree(String line) {
        try {
            return RecordCodec.mapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(line, e);
        }
    }
}
