package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Ids;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole gateway dies at each phase of a turn; the message has one answer all the same.
class CrashIT {

    private static final long SEED = 20_261_123L;
    private static final UserId USER = UserId.of("api", "frida");
    private static final String KEY = "the-message";
    private static final String TEXT =
            "Add one. <<tool edit {\"path\":\"count.txt\",\"before\":\"end\",\"after\":\"+end\"}>>"
                    + " <<think 150>> <<say counted>>";

    @TempDir
    Path directory;

    /// How far the turn is when the process dies.
    enum Phase {
        ACCEPTED,
        MODEL_CALLED,
        MODEL_ANSWERED,
        TOOL_ASKED,
        TOOL_ANSWERED,
        REPLY_WRITTEN,
        DELIVERED
    }

    @ParameterizedTest
    @EnumSource
    void aMessageHasOneAnswerWhereverTheProcessDies(Phase phase) {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "");
            try (var gateway = RunningGateway.start(state, Map.of())) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("frida", "Begin. <<tool write {\"path\":\"count.txt\",\"content\":\"end\"}>>", "setup");

                killAt(phase, gateway, provider, api);
                gateway.restart();
                var answer = api.ask("frida", TEXT, KEY);
                var next = api.ask("frida", "And now? <<say after it>>", "next");

                assertThat(answer.text()).startsWith("counted");
                assertThat(next.text()).isEqualTo("after it");
                assertThat(read(gateway, "frida")).isIn(expectedFile(phase), "+end");
                assertThat(firstCalls(provider)).isLessThanOrEqualTo(phase == Phase.MODEL_CALLED ? 2 : 1);
                assertThat(provider.calls(TEXT)).isBetween(2, phase.compareTo(Phase.REPLY_WRITTEN) < 0 ? 3 : 2);
                assertThat(repliesInHistory(api)).isEqualTo(3);
            }
        }
    }

    @Test
    void withoutTheDuplicateIndexTheSameMessageIsAnsweredTwice() {
        Path state = directory.resolve("state");
        try (var provider = ProviderDouble.start()) {
            TestConfiguration.write(state, provider, "");
            try (var gateway = RunningGateway.start(state, Map.of("MOLTMATES_AGENT_DUPLICATE_INDEX", "false"))) {
                var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
                api.ask("frida", "Twice?", KEY);

                gateway.kill9();
                gateway.restart();
                api.ask("frida", "Twice?", KEY);

                assertThat(provider.calls("Twice?")).isGreaterThan(1);
            }
        }
    }

    private static void killAt(Phase phase, RunningGateway gateway, ProviderDouble provider, ApiCaller api) {
        String turn = Ids.messageId(USER, KEY);
        try (var tap = new TopicTap(gateway.brokerClient())) {
            var answer = api.asking("frida", TEXT, KEY);
            Awaitility.await(phase.name())
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> switch (phase) {
                        case ACCEPTED ->
                            tap.any(Topics.INGRESS, entry -> entry.value().contains(turn));
                        case MODEL_CALLED -> provider.calls(TEXT) > 0;
                        case MODEL_ANSWERED -> journal(gateway).contains(turn + "#1");
                        case TOOL_ASKED ->
                            tap.any(
                                    Topics.SANDBOX_REQUESTS,
                                    entry -> entry.value().contains(turn));
                        case TOOL_ANSWERED ->
                            tap.any(
                                    Topics.SANDBOX_RESULTS,
                                    entry -> entry.value().contains(turn));
                        case REPLY_WRITTEN ->
                            tap.any(Topics.EGRESS, entry -> entry.value().contains(turn));
                        case DELIVERED -> answer.isDone();
                    });
            LockSupport.parkNanos(
                    TimeUnit.MICROSECONDS.toNanos(new Random(SEED + phase.name().hashCode()).nextInt(2_000)));
            gateway.kill9();
        }
    }

    private static String expectedFile(Phase phase) {
        return phase == Phase.TOOL_ASKED || phase == Phase.MODEL_ANSWERED
                ? "end"
                : "+end"; // cut off: told so, not run again
    }

    private static long firstCalls(ProviderDouble provider) {
        return provider.requests().stream()
                .filter(body ->
                        body.contains("Add one.") && body.lastIndexOf("\"tool\"") < body.lastIndexOf("Add one."))
                .count();
    }

    private static long repliesInHistory(ApiCaller api) {
        var items = api.command(Map.of("type", "history", "user", USER.value(), "limit", 100))
                .path("items");
        assertThat(items).extracting(item -> item.path("id").asText()).doesNotHaveDuplicates();
        return items.findValuesAsText("role").stream()
                .filter("ASSISTANT"::equals)
                .count();
    }

    private static String journal(RunningGateway gateway) throws IOException {
        Path sessions = gateway.layout().person(USER).sessions();
        if (!Files.isDirectory(sessions)) {
            return "";
        }
        var text = new StringBuilder();
        try (var files = Files.list(sessions)) {
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    static String read(RunningGateway gateway, String name) {
        var person = gateway.layout().person(UserId.of("api", name));
        try {
            return Files.readString(person.workspace().resolve("count.txt")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
