package io.moltmates.agent;

import io.moltmates.schema.Address;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.telemetry.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The service over a directory, a log in memory and a scripted model; `restart` is a crash and a new process.
final class TestAgent implements AutoCloseable {

    static final UserId ALICE = UserId.of("web", "alice");
    static final UserId BOB = UserId.of("web", "bob");
    static final PersonaReference MOLTY = new PersonaReference("molty", "Molty", "🦀");

    final ScriptedModel model = new ScriptedModel();
    final TestLog log = new TestLog();
    final StateLayout layout;
    final People people;
    final TestClock clock = new TestClock();
    private final TestSettings chosen = new TestSettings();
    volatile AgentSettings settings = chosen.build();
    volatile boolean duplicateIndex = true;
    volatile CommandResult commandResult = new CommandResult.Done("x", ALICE);
    volatile CommandRequest asked = new CommandRequest.GetPerson("x", ALICE);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    AgentParts parts;
    Lanes lanes;

    TestAgent(Path root) {
        layout = new StateLayout(root);
        people = new People(layout);
        parts = parts();
        lanes = start();
    }

    private AgentParts parts() {
        var sandbox = new SandboxClient(log);
        log.asker = sandbox;
        return new AgentParts(
                log,
                people,
                model,
                sandbox,
                timer,
                () -> settings,
                clock,
                new TurnSlots(() -> settings.parallel()),
                (request, _) -> {
                    asked = request;
                    return commandResult;
                },
                PriceList.builtIn());
    }

    private Lanes start() {
        var journals = new Journals(() -> settings, duplicateIndex);
        var controls = new Controls(parts, (request, _) -> {
            asked = request;
            return commandResult;
        });
        var started = new Lanes(() -> settings, journals, new TaskRunner(parts, journals, controls), 1 << 20);
        started.take(Set.of(0));
        return started;
    }

    /// What ran ends without outcome; the next process reads everything from the disk.
    void restart() {
        lanes.close();
        parts = parts();
        lanes = start();
    }

    /// From the next record on nothing is done any more, as if the process were gone.
    void crash() {
        lanes.close();
    }

    TestAgent person(UserId user) {
        return person(user, "life1");
    }

    TestAgent person(UserId user, String incarnation) {
        return person(user, incarnation, Map.of());
    }

    TestAgent person(UserId user, String incarnation, Map<String, String> settings) {
        var files = layout.person(user);
        try {
            Files.createDirectories(files.workspace());
            Files.write(
                    files.person(),
                    RecordCodec.write(
                            new PersonFile(user, incarnation, MOLTY, List.of(user), settings, Instant.EPOCH)));
            Files.writeString(files.soul(), "You are Molty, direct and reliable.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    void remove(UserId user) throws IOException {
        try (Stream<Path> files = Files.walk(layout.person(user).directory())) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static InboundMessage message(UserId user, String clientId, String text) {
        return message(user, clientId, text, List.of());
    }

    static InboundMessage message(UserId user, String clientId, String text, List<Attachment> attachments) {
        return new InboundMessage(
                Ids.messageId(user, clientId),
                user,
                Address.of("web", user.platformId()),
                user.platformId(),
                text,
                attachments,
                null,
                true,
                Instant.now());
    }

    CompletableFuture<Void> send(UserId user, String clientId, String text) {
        return accept(new TurnRequest(message(user, clientId, text)));
    }

    CompletableFuture<Void> send(UserId user, String clientId, Control control, String argument) {
        return sendFrom(Address.of("web", user.platformId()), user, clientId, control, argument);
    }

    CompletableFuture<Void> sendFrom(Address address, UserId user, String clientId, Control control, String argument) {
        return accept(new TurnControl(Ids.messageId(user, clientId), user, address, control, argument, Instant.now()));
    }

    CompletableFuture<Void> accept(TurnRecord turn) {
        var origin = new ConsumerRecord<>("moltmate.turns", 0, 7, turn.key(), RecordCodec.write(turn));
        return lanes.accept(new TurnTask(turn, Span.none(null), origin, 100)).toCompletableFuture();
    }

    /// Waits until it is done.
    static void await(CompletableFuture<Void> done) {
        org.assertj.core.api.Assertions.assertThat(done).succeedsWithin(Duration.ofSeconds(10));
    }

    List<Path> journalFiles(UserId user) throws IOException {
        try (var files = Files.list(layout.person(user).sessions())) {
            return files.sorted().toList();
        }
    }

    /// Changes what the settings say; the others stay as they are.
    void set(UnaryOperator<TestSettings> change) {
        settings = change.apply(chosen).build();
    }

    void tools(String... names) {
        set(chosen -> chosen.tools(names));
    }

    void laneCapacity(int capacity) {
        set(chosen -> chosen.laneCapacity(capacity));
    }

    void instructions(String text) {
        set(chosen -> chosen.instructions(text));
    }

    void parallel(int turns) {
        set(chosen -> chosen.parallel(turns));
    }

    @Override
    public void close() {
        lanes.close();
        timer.shutdownNow();
    }
}
