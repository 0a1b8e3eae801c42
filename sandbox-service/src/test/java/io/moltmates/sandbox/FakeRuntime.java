package io.moltmates.sandbox;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A runtime that echoes; the program `tail` runs until it is cancelled or let go.
final class FakeRuntime implements SandboxRuntime {

    final List<SandboxCommand> runs = new CopyOnWriteArrayList<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final Map<String, SandboxOutcome> cutOff = new ConcurrentHashMap<>();
    final CountDownLatch letGo = new CountDownLatch(1);
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
            cancellation.onCancel(letGo::countDown);
            awaitQuietly();
            return cancellation.isCancelled()
                    ? new SandboxOutcome.Cancelled("so far")
                    : new SandboxOutcome.Completed(0, "let go", "", false);
        }
        return new SandboxOutcome.Completed(
                0, (stage.program() + " " + String.join(" ", stage.arguments())).strip(), "", false);
    }

    @Override
    public Optional<SandboxOutcome> interrupted(UserId user, String session, String id, int pipelines) {
        return Optional.ofNullable(cutOff.get(id));
    }

    private void awaitQuietly() {
        try {
            letGo.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
    public void close() {}
}
