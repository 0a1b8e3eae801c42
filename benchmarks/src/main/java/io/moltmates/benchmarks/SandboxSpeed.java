package io.moltmates.benchmarks;

import io.moltmates.benchmarks.Samples.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// Measures one started sandbox: commands in a warm container, first commands of sessions, and many sessions at once.
final class SandboxSpeed {

    private static final Duration REFILL = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int QUIET_LOOKS = 6;
    private static final Duration THINKING = Duration.ofMillis(1500);

    /// The engine is still busy for a while after an exec of its own, which is not the next call's.
    private static final Duration AFTERMATH = Duration.ofMillis(50);

    private final StartedSandbox sandbox;
    private final SandboxEngine engine;
    private final SandboxPerson person;
    private final String session = SandboxPerson.newSession();

    private record Turn(Samples samples, Samples.Call call) {}

    /// Many sessions whose first commands are asked for at the same moment.
    ///
    /// @param failed how many did not print the file
    /// @param lastMillis from the first request until the last result
    record Burst(String what, int sessions, int failed, double lastMillis, Percentiles times, String firstFailure) {}

    SandboxSpeed(StartedSandbox sandbox, SandboxEngine engine) throws IOException, InterruptedException {
        this.sandbox = sandbox;
        this.engine = engine;
        this.person = sandbox.newPerson();
    }

    /// Commands in one container until the program measured has compiled what it needs for them.
    void warmUp(int commands) throws IOException, InterruptedException {
        for (int i = 0; i < commands; i++) {
            person.cat(session);
        }
    }

    /// The same file printed in the same container in several ways, which take turns; then one way at a time, without
    /// a pause and with one as between the commands of an assistant that thinks.
    List<Row> warm(int rounds, int pauses) throws InterruptedException {
        String container = SandboxEngine.nameOf(session); // which stays if the container has to be replaced
        var program = List.of("cat", "/workspace/" + SandboxPerson.FILE);
        var cats = new Samples();
        var reads = new Samples();
        var execs = new Samples();
        var calls = new Samples();
        for (int i = 0; i < rounds; i++) {
            for (var turn : List.of(
                    new Turn(cats, () -> person.cat(session)),
                    new Turn(execs, () -> engine.execByCommandLine(container, program, SandboxPerson.CONTENT)),
                    new Turn(reads, person::read),
                    new Turn(calls, () -> engine.execByApi(container, program, SandboxPerson.CONTENT)))) {
                Thread.sleep(AFTERMATH);
                turn.samples().add(turn.call());
            }
        }
        return List.of(
                cats.row("warm cat, request record to result record"),
                reads.row("  the same file by the file tool, no container"),
                execs.row("docker exec, command line"),
                calls.row("the engine's exec, API"),
                inARow(rounds, Duration.ZERO, () -> person.cat(session)).row("warm cat, one right after the other"),
                inARow(rounds, Duration.ZERO, person::read).row("  the file tool, one right after the other"),
                inARow(pauses, THINKING, () -> person.cat(session)).row("warm cat, after 1.5 s of rest"),
                inARow(pauses, THINKING, person::read).row("  the file tool, after 1.5 s of rest"));
    }

    private static Samples inARow(int rounds, Duration rest, Samples.Call call) throws InterruptedException {
        var samples = new Samples();
        for (int i = 0; i < rounds; i++) {
            Thread.sleep(rest);
            samples.add(call);
        }
        return samples;
    }

    /// What the warm container holds when nothing runs in it.
    ContainerMemory idleMemory() throws InterruptedException {
        Thread.sleep(Duration.ofSeconds(2));
        String container = engine.idOf(session);
        return ContainerMemory.of(container, engine.pidOf(container));
    }

    /// First commands of sessions of a person who has run commands before.
    Row firstOfActive(String what, int sessions) throws IOException, InterruptedException {
        var samples = new Samples();
        for (int i = 0; i < sessions; i++) {
            first(samples, person);
        }
        return samples.row(what);
    }

    /// First commands of people who have never run one.
    Row firstOfNew(String what, int sessions) throws IOException, InterruptedException {
        var samples = new Samples();
        for (int i = 0; i < sessions; i++) {
            first(samples, sandbox.newPerson());
        }
        return samples.row(what);
    }

    private void first(Samples samples, SandboxPerson somebody) throws IOException, InterruptedException {
        int before = sandbox.containers().size();
        String fresh = SandboxPerson.newSession();
        samples.add(() -> somebody.cat(fresh));
        somebody.closeSession(fresh);
        awaitQuiet(SandboxEngine.nameOf(fresh), before);
    }

    /// Until the container is gone, as many as before are there again, and none comes or goes any more.
    private void awaitQuiet(String gone, int before) throws InterruptedException {
        long end = System.nanoTime() + REFILL.toNanos();
        Set<String> last = Set.of();
        for (int quiet = 0; quiet < QUIET_LOOKS && System.nanoTime() < end; quiet++) {
            Thread.sleep(LOOK);
            var now = sandbox.containers();
            if (!now.equals(last) || now.contains(gone) || now.size() < before) {
                quiet = -1;
            }
            last = now;
        }
    }

    /// First commands of as many people at the same moment.
    Burst atOnce(String what, int sessions) throws IOException, InterruptedException {
        var people = new ArrayList<SandboxPerson>();
        for (int i = 0; i < sessions; i++) {
            people.add(sandbox.newPerson());
        }
        var names = people.stream().map(_ -> SandboxPerson.newSession()).toList();
        var answers = new ArrayList<CompletableFuture<SandboxClient.Answer>>();
        long start = System.nanoTime();
        for (int i = 0; i < sessions; i++) {
            answers.add(people.get(i).beginCat(names.get(i)));
        }
        var samples = new Samples();
        for (var answer : answers) {
            samples.add(() -> SandboxPerson.checked(SandboxClient.await(answer)));
        }
        double last = (System.nanoTime() - start) / 1e6;
        for (int i = 0; i < sessions; i++) {
            people.get(i).closeSession(names.get(i));
        }
        var row = samples.row(what);
        String failure = row.firstFailure();
        return new Burst(what, sessions, row.failed(), last, row.times(), failure == null ? "" : failure);
    }
}
