package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Follows messages through a whole gateway by what a receiver of traces gets of them, and holds it against
/// `docs/telemetry.md`.
class TraceIT {

    private static final TelemetryPage PAGE = TelemetryPage.read();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String ERROR = "error.type";
    private static final String WRITE = """
            canary-of-words <<tool write {"path":"canary-of-path.txt","content":"canary-of-content"}>> <<say canary-of-answer>>\
            """;

    @TempDir
    private static Path directory;

    private static ProviderDouble provider;
    private static TraceReceiver receiver;
    private static RunningGateway gateway;

    @BeforeAll
    static void talk() throws InterruptedException {
        Path state = directory.resolve("state");
        provider = ProviderDouble.start();
        receiver = TraceReceiver.start();
        TestConfiguration.write(state, provider, receiver.telemetry(""));
        gateway = RunningGateway.start(state, Map.of());
        WebCaller.say(gateway, "owner", "canary-of-greeting", "Cami");
        Awaitility.await("the router knows of the choice").atMost(PATIENCE).until(() -> {
            WebCaller.say(gateway, "owner", "canary-of-patience");
            return named("process moltmate.ingress").stream()
                    .anyMatch(span -> span.attribute("moltmates.route").equals("ToTurns"));
        });
        // a step is asked for again where the machine is slow, and the trace shows it: of three one is as it is drawn
        WebCaller.say(gateway, "owner", WRITE, WRITE, WRITE);
        var api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
        api.ask("jane", "canary-of-fault <<status 401>>", "fault");
        api.ask("jane", "canary-of-refusal <<tool read {\"path\":\"canary-of-nothing.txt\"}>>", "refusal");
        api.ask("jane", "<<tool exec {\"command\":\"canary-of-program canary-of-argument\"}>>", "program");
        api.command(Map.of("type", "history", "user", "api_jane", "limit", 100));
        Awaitility.await("all traces have come to their end")
                .atMost(PATIENCE)
                .until(() -> named("receive api").size() == 3
                        && named("receive api").size() + named("receive web").size()
                                == traces().stream()
                                        .filter(TraceIT::isDelivered)
                                        .count());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        receiver.close();
        provider.close();
    }

    @Test
    void aMessageIsOneTraceAsThePageDrawsIt() {
        var expected = PAGE.trace(Map.of("MODEL", "test-model"));

        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(treesOf("web")).contains(expected));
    }

    @Test
    void whoChoosesAPersonaIsFollowedByWayOfPersonaService() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(treesOf("web").getFirst()).hasToString("""
                    receive web | channel-ingress
                      send moltmate.ingress | channel-ingress
                        process moltmate.ingress | router-service
                          send moltmate.onboarding | router-service
                            process moltmate.onboarding | persona-service
                              send moltmate.egress | persona-service
                                process moltmate.egress | channel-ingress
                                  deliver web | channel-ingress
                                    send moltmate.deliveries | channel-ingress""");
            assertThat(treesOf("web").get(1).lines())
                    .contains(
                            "        process moltmate.onboarding | persona-service",
                            "          send moltmate.turns | persona-service",
                            "            process moltmate.turns | agent-service",
                            "              invoke_agent moltmate | agent-service",
                            "                send moltmate.egress | agent-service");
        });
    }

    @Test
    void noSpanIsWithoutItsParentAndEachTraceBeginsWithAMessage() {
        assertThat(traces()).hasSizeGreaterThan(6).allSatisfy(spans -> {
            var ids = spans.stream().map(SeenSpan::spanId).toList();
            assertThat(spans.stream().filter(span -> !ids.contains(span.parentId())))
                    .hasSize(1)
                    .allSatisfy(span -> assertThat(span.isFirst()).isTrue())
                    .allSatisfy(span -> assertThat(span.name()).startsWith("receive "));
        });
    }

    @Test
    void spansHaveTheKindsAndAttributesThatThePageNames() {
        var documented = PAGE.attributes();
        var kinds = PAGE.kinds();
        var content = PAGE.content();
        assertThat(receiver.spans()).allSatisfy(span -> {
            String name = span.name().split(" ", 2)[0];
            assertThat(documented).containsKey(name);
            assertThat(kinds.get(name)).as(span.name()).contains(span.kind());
            assertThat(span.attributes().keySet())
                    .as(span.name())
                    .isSubsetOf(Stream.concat(documented.getOrDefault(name, Set.of()).stream(), Stream.of(ERROR))
                            .toList());
            assertThat(span.attributes().containsKey(ERROR)).as(span.name()).isEqualTo(span.failed());
            assertThat(span.endedAt()).isGreaterThanOrEqualTo(span.startedAt());
        });
        assertThat(content).hasSize(6);
        assertThat(documented.values().stream().flatMap(Set::stream).distinct())
                .as("what is documented does occur")
                .isSubsetOf(Stream.concat(
                                receiver.spans().stream().flatMap(span -> span.attributes().keySet().stream()),
                                Stream.of("process.exit.code")) // of a command that ran: TraceSettingsIT
                        .collect(Collectors.toSet()));
    }

    @Test
    void attributesSayWhatHappened() {
        var turn = named("invoke_agent moltmate").stream()
                .filter(span -> span.attribute("user.id").equals("web_owner"))
                .toList()
                .getLast();
        assertThat(turn.attributes())
                .containsEntry("gen_ai.operation.name", "invoke_agent")
                .containsEntry("moltmates.turn.outcome", "answered")
                .containsEntry("moltmates.turn.attempt", "1");
        assertThat(turn.attribute("gen_ai.conversation.id")).isNotEmpty();
        assertThat(named("chat test-model").getLast().attributes())
                .containsEntry("gen_ai.operation.name", "chat")
                .containsEntry("gen_ai.provider.name", "openai")
                .containsEntry("gen_ai.request.model", "test-model")
                .containsEntry("gen_ai.response.finish_reasons", "stop");
        assertThat(named("execute_tool write").getFirst().attributes())
                .containsEntry("gen_ai.operation.name", "execute_tool")
                .containsEntry("gen_ai.tool.name", "write")
                .containsEntry("gen_ai.tool.type", "function");
        assertThat(named("process moltmate.turns").getFirst().attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.destination.name", "moltmate.turns")
                .containsEntry("messaging.operation.name", "process")
                .containsEntry("messaging.operation.type", "process")
                .containsEntry("messaging.consumer.group.name", "moltmate-agent");
        assertThat(named("deliver web").getLast().attributes())
                .containsEntry("moltmates.delivery.outcome", "Delivered");
        assertThat(receiver.spans())
                .filteredOn(SeenSpan::failed)
                .extracting(SeenSpan::name, span -> span.attribute(ERROR))
                .contains(
                        org.assertj.core.groups.Tuple.tuple("chat test-model", "Unauthorized"),
                        org.assertj.core.groups.Tuple.tuple("invoke_agent moltmate", "failed"),
                        org.assertj.core.groups.Tuple.tuple("execute_tool read", "tool_error"),
                        org.assertj.core.groups.Tuple.tuple("sandbox Exec", "Refused"));
    }

    @Test
    void noWordThatSomebodyWroteIsInAnyByteReceived() {
        assertThat(receiver.problems()).isEmpty();
        assertThat(receiver.everythingReceived())
                .contains("gen_ai.tool.name", "web_owner")
                .doesNotContain("canary-of-", "canary-key-");
        assertThat(provider.requests()).anyMatch(body -> body.contains("canary-of-words"));
    }

    private static List<SeenSpan> named(String name) {
        return receiver.spans().stream()
                .filter(span -> span.name().equals(name))
                .sorted(java.util.Comparator.comparingLong(SeenSpan::startedAt))
                .toList();
    }

    private static boolean isDelivered(List<SeenSpan> trace) {
        return trace.stream().anyMatch(span -> span.name().equals("send moltmate.deliveries"));
    }

    private static List<List<SeenSpan>> traces() {
        return List.copyOf(receiver.spans().stream()
                .collect(Collectors.groupingBy(SeenSpan::traceId))
                .values());
    }

    /// The traces of messages that came in by a channel, in their order.
    private static List<TraceTree> treesOf(String channel) {
        return named("receive " + channel).stream()
                .map(first -> TraceTree.of(receiver.trace(first.traceId()).toList()))
                .toList();
    }
}
