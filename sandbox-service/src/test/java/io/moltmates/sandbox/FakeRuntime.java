package io.moltmates.sandbox;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A runtime that echoes; the program `tail` runs until it is cancelled or let go.
final class FakeRuntime implements SandboxRuntime {

    final List<SandboxCommand> runs = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final List<Predicate<UserId>> released = new CopyOnWriteArrayList<>();
    final AtomicInteger others = new AtomicInteger();
    final Map<String, SandboxOutcome> cutOff = new ConcurrentHashMap<>();
    final CompletableFuture<Void> letGo = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
    volatile boolean broken;
    volatile Availability availability = new Availability.On("a fake");

    @Override
    public Availability availability() {
        return availability;
    }

    @Override
    public SandboxOutcome run(SandboxCommand command, Cancellation cancellation) {
        if (availability instanceof Availability.Off off) {
            return new SandboxOutcome.Unavailable(off.sentence());
        }
        runs.add(command);
        var stage = command.plan().pipelines().getFirst().stages().getFirst();
        if (stage.program().equals("tail")) {
            return untilItEnds(command.id(), cancellation);
        }
        if (broken) {
            throw new IllegalStateException("a fault of the fake");
        }
        return new SandboxOutcome.Completed(
                0, (stage.program() + " " + String.join(" ", stage.arguments())).strip(), "", false);
    }

    private SandboxOutcome untilItEnds(String id, Cancellation cancellation) {
        var ended = ends.computeIfAbsent(id, _ -> new CompletableFuture<>());
        cancellation.onCancel(() -> ended.complete(null));
        CompletableFuture.anyOf(ended, letGo).join();
        return cancellation.isCancelled()
                ? new SandboxOutcome.Cancelled("so far")
                : new SandboxOutcome.Completed(0, "let go", "", false);
    }

    /// Lets one `tail` end.
    void end(String id) {
        ends.computeIfAbsent(id, _ -> new CompletableFuture<>()).complete(null);
    }

    List<String> ids() {
        return runs.stream().map(SandboxCommand::id).toList();
    }

    @Override
    public Optional<SandboxOutcome> interrupted(UserId user, String session, String id, int pipelines) {
        return Optional.ofNullable(cutOff.get(id));
    }

    @Override
    public void closeSession(UserId user, String session) {
        closed.add(user + "/" + session);
    }

    @Override
    public void closePerson(UserId user) {
        closed.add(user + "/*");
    }

    @Override
    public void release(Predicate<UserId> people) {
        released.add(people);
    }

    @Override
    public void expectOthers() {
        others.incrementAndGet();
    }

    @Override
    public void close() {}
}
