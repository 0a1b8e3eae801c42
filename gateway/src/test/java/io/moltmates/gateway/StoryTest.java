package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.LinkOffer;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.TokenUsage;
import io.moltmates.schema.ToolSummary;
import io.moltmates.schema.Topic;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class StoryTest {

    private static final UserId ALICE = UserId.of("web", "alice");
    private static final Address WEB = Address.of("web", "alice");
    private static final Instant START = Instant.parse("2026-11-25T14:03:07.100Z");
    private static final String TURN = "m0123";

    private final Story story = new Story(ZoneOffset.UTC);

    @Test
    void tellsATurnStepByStep() {
        var lines = wholeTurn().stream()
                .flatMap(entry -> story.lines(entry).stream())
                .toList();
        assertThat(lines)
                .containsExactly(
                        "── 2026-11-25 ──",
                        "14:03:07.100  web_alice                       says by web: run cat notes.txt  [turn m0123]",
                        "14:03:07.107  web_alice                +7 ms  goes to the assistant",
                        "14:03:07.900  web_alice              +793 ms  tool: run cat notes.txt",
                        "14:03:07.960  web_alice               +60 ms  tool took 45 ms: exit 0: hello",
                        "14:03:09.100  web_alice               +1.1 s  Cami 🦀 answers by web (model openai/test-model,"
                                + " 120 (100 cached) + 14 tokens, tools: exec): It says hello.  [after 2.0 s]",
                        "14:03:09.104  web_alice                +4 ms  is delivered by web");
    }

    @Test
    void tellsOneTurnFromIngressToDeliveryAndWhereTheTimeWent() {
        var turn = new TurnStory(TURN, ZoneOffset.UTC);
        wholeTurn().forEach(turn::add);
        turn.add(entry(Topics.LIVE, new LiveEvent.TextDelta(ALICE, WEB, TURN, 1, 1, 1, "It"), 2100));
        turn.add(entry(Topics.LIVE, new LiveEvent.TextDelta(ALICE, WEB, TURN, 1, 1, 2, " says"), 2110));
        assertThat(turn.lines())
                .startsWith("Turn m0123 of web_alice, 2026-11-25 14:03:07.100 Z")
                .endsWith("Answered after 2.0 s: routing 7 ms, tools 60 ms, waiting and models 1.9 s, delivery 4 ms.")
                .hasSize(10)
                .anySatisfy(line ->
                        assertThat(line).isEqualTo("   800 ms   +793 ms  sandbox.requests  tool: run cat notes.txt"))
                .filteredOn(line -> line.contains("first words"))
                .hasSize(1);
    }

    @Test
    void tellsOfStrangersAndTheirCodes() {
        var stranger = UserId.of("telegram", "7");
        var code = new PairingRecord(
                TURN,
                stranger,
                PairingRecord.State.WAITING,
                "K7QW2MXP",
                Address.of("telegram", "7"),
                "Mallory",
                null,
                START,
                START.plusSeconds(3600));
        assertThat(story.lines(entry(Topics.PAIRINGS, code, 0)).getLast())
                .contains("telegram_7", "is a stranger, and is shown the code K7QW2MXP");
        var decided = code.decided("c1", PairingRecord.State.APPROVED, START);
        assertThat(story.lines(entry(Topics.PAIRINGS, decided, 0)).getLast())
                .contains("telegram_7", "is let in by the operator");
    }

    @Test
    void tellsOfLinksAndShowsNoCode() {
        var alice = UserId.of("web", "alice");
        var offer = new LinkOffer(
                TURN,
                alice,
                Address.of("web", "alice"),
                "alice",
                "K7QW2MXP",
                LinkRecord.OfferState.OPEN,
                null,
                null,
                null,
                START,
                START.plusSeconds(600));
        assertThat(story.lines(entry(Topics.LINKS, offer, 0)).getLast())
                .contains("web_alice", "is shown a code to link another address")
                .doesNotContain("K7QW2MXP");
        var bob = UserId.of("web", "bob");
        var move = new AddressMove(TURN, bob, bob, alice, LinkRecord.MoveState.MOVING, false, null, START, START);
        assertThat(story.lines(entry(Topics.LINKS, move, 0)).getLast()).contains("moves from web_bob to web_alice");
    }

    @Test
    void saysOfATurnWithoutAnAnswerThatThereIsNone() {
        var turn = new TurnStory(TURN, ZoneOffset.UTC);
        turn.add(wholeTurn().getFirst());
        assertThat(turn.lines()).endsWith("No answer so far.");
    }

    @Test
    void aTerminalObeysNothingThatPeopleWrote() {
        var hostile = "\u001b[2J\u001b]0;owned\u0007 \u202egnp.exe\nsecond\r\nthird\u009b31m";
        var entry = entry(Topics.INGRESS, message(hostile), 0);
        assertThat(story.lines(entry).getLast())
                .doesNotContainPattern("[\\p{Cc}\\u202e\\u009b]")
                .contains("\\u001b[2J", "\\u202egnp.exe ⏎ second ⏎ third\\u009b31m");
        assertThat(TapJson.line(entry)).doesNotContainPattern("[\\p{Cc}\\u202e\\u009b]");
    }

    @Test
    void jsonIsTheWholeRecordWithItsHeaders() throws Exception {
        var line = RecordCodec.mapper().readTree(TapJson.line(entry(Topics.INGRESS, message("Grüße 🦀\u202e"), 0)));
        assertThat(line.get("topic").asText()).isEqualTo("moltmate.ingress");
        assertThat(line.get("partition").asInt()).isEqualTo(2);
        assertThat(line.get("offset").asLong()).isEqualTo(17);
        assertThat(line.get("timestamp").asText()).isEqualTo("2026-11-25T14:03:07.100Z");
        assertThat(line.get("key").asText()).isEqualTo("web_alice");
        assertThat(line.at("/headers/ce_type").asText()).isEqualTo("io.moltmates.InboundMessage");
        assertThat(line.at("/value/text").asText()).isEqualTo("Grüße 🦀\u202e");
    }

    @Test
    void tellsOfWhatCannotBeRead() {
        var noise = new ConsumerRecord<>(
                "moltmate.ingress", 0, 3, "web_alice", "{not json".getBytes(StandardCharsets.UTF_8));
        assertThat(story.lines(TapRecord.of(noise)).getLast()).contains("web_alice", "(can't be read) {not json");
        var lacking = new ConsumerRecord<>(
                "moltmate.ingress",
                0,
                4,
                "web_alice",
                "{\"id\":\"m1\",\"user\":\"web_alice\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(story.lines(TapRecord.of(lacking)).getLast()).contains("(can't be read)");
        var empty = new ConsumerRecord<String, byte[]>("moltmate.users", 0, 4, "web_alice", null);
        assertThat(story.lines(TapRecord.of(empty)).getLast()).contains("has no directory any more");
        assertThat(TapJson.line(TapRecord.of(noise))).contains("\"value\":\"{not json\"");
    }

    @Test
    void aDeadLetterIsAStepOfItsTurn() {
        var headers = new RecordHeaders();
        headers.add(CloudEvents.ID, TURN.getBytes(StandardCharsets.UTF_8));
        var source = new ConsumerRecord<String, byte[]>(
                "moltmate.turns",
                1,
                9,
                START.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                "web_alice",
                new byte[] {'x'},
                headers,
                Optional.empty());
        DeadLetter letter = DeadLetters.of(source, "agent-service", "Not a TurnRecord", 3, START);
        var entry = entry(Topics.TURNS.deadLetters(), letter, 10);
        assertThat(entry.turn()).contains(TURN);
        assertThat(story.lines(entry).getLast())
                .contains("DEAD LETTER turns/1/9: agent-service gave it up at attempt 3: Not a TurnRecord");
    }

    @Test
    void showsEachPersonOnlyTheirOwn() {
        var filter = new TapFilter("web_bob", null);
        assertThat(wholeTurn()).noneMatch(filter::admits);
        assertThat(wholeTurn()).allMatch(new TapFilter("web_alice", TURN)::admits);
        assertThat(wholeTurn()).noneMatch(new TapFilter(null, "m9")::admits);
    }

    private static List<TapRecord> wholeTurn() {
        var reply = new Reply(
                TURN + ".reply",
                ALICE,
                WEB,
                TURN,
                "s1",
                1,
                "It says hello.",
                Outcome.ANSWERED,
                List.of(new ToolSummary(TURN + "#1.tool#1", "exec", true, "cat notes.txt", "hello")),
                new TokenUsage(120, 14, 100, 0),
                "openai/test-model",
                new PersonaReference("cami", "Cami", "🦀"),
                START);
        return List.of(
                entry(Topics.INGRESS, message("run cat notes.txt"), 0),
                entry(Topics.TURNS, new TurnRecord.TurnRequest(message("run cat notes.txt")), 7),
                entry(
                        Topics.SANDBOX_REQUESTS,
                        new SandboxRequest.Exec(TURN + "#1.tool#1", ALICE, "i1", "s1", "cat notes.txt", List.of(), 0),
                        800),
                entry(
                        Topics.SANDBOX_RESULTS,
                        new SandboxResult(
                                TURN + "#1.tool#1", ALICE, new SandboxOutcome.Completed(0, "hello\n", "", false), 45),
                        860),
                entry(Topics.EGRESS, reply, 2000),
                entry(
                        Topics.DELIVERIES,
                        new DeliveryRecord(
                                TURN + ".reply", ALICE, WEB, DeliveryRecord.State.DELIVERED, null, null, START, 0),
                        2004));
    }

    private static InboundMessage message(String text) {
        return new InboundMessage(TURN, ALICE, WEB, "alice", text, List.of(), null, true, START);
    }

    private static <T extends TopicRecord> TapRecord entry(Topic<? super T> topic, T message, long millis) {
        var headers = new RecordHeaders();
        CloudEvents.headers(
                        message, "test", START.toString(), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        byte[] value = RecordCodec.write(message);
        return TapRecord.of(new ConsumerRecord<>(
                topic.name(),
                2,
                17,
                START.plusMillis(millis).toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                value.length,
                message.key(),
                value,
                headers,
                Optional.empty()));
    }
}
