package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.StepRecords.Begin;
import io.moltmates.schema.SandboxOutcome.FileChanged;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.WriteFile;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRecordsTest {

    private static final UserId ALICE = new UserId("web_alice");

    @TempDir
    private Path directory;

    private final List<OwnerLease> leases = new ArrayList<>();

    @AfterEach
    void end() {
        leases.forEach(OwnerLease::close);
    }

    @Test
    void remembersAStepFromItsBeginToItsResult() {
        var step = write("m1#1.tool#1");
        var result = new SandboxResult(step.id(), ALICE, new FileChanged("a.txt", 1), 3);
        var records = newLife();
        assertThat(records.begin(step)).isEqualTo(new Begin.New());
        assertThat(records.begin(step)).isEqualTo(new Begin.CutOff());
        records.finish(step, result);
        assertThat(records.begin(step)).isEqualTo(new Begin.Done(result));
    }

    @Test
    void givesAStepOfALifeThatHasEndedToOneOther() {
        var step = write("m1#1.tool#1");
        newLife().begin(step);
        assertThat(newLife().begin(step)).isEqualTo(new Begin.Elsewhere());
        leases.getFirst().close();
        assertThat(newLife().begin(step)).isEqualTo(new Begin.CutOff());
        assertThat(newLife().begin(step)).isEqualTo(new Begin.Elsewhere());
    }

    @Test
    void beginsAndTakesOverOnceWhenManyLivesComeAtOnce() throws Exception {
        for (int round = 0; round < 50; round++) {
            var step = write("m1#1.tool#" + round);
            assertThat(allAtOnce(step)).containsOnlyOnce(new Begin.New()).contains(new Begin.Elsewhere());
            leases.forEach(OwnerLease::close);
            leases.clear();
            assertThat(allAtOnce(step)).containsOnlyOnce(new Begin.CutOff()).contains(new Begin.Elsewhere());
            leases.forEach(OwnerLease::close);
            leases.clear();
        }
    }

    @Test
    void keepsTheResultThatCameFirst() {
        var step = write("m1#1.tool#1");
        var frozen = newLife();
        var next = newLife();
        frozen.begin(step);
        assertThat(next.takeOver(step)).isEqualTo(new Begin.CutOff());
        var first = new SandboxResult(step.id(), ALICE, new Interrupted(""), 0);
        assertThat(next.finish(step, first)).isEqualTo(first);
        assertThat(frozen.finish(step, new SandboxResult(step.id(), ALICE, new FileChanged("a.txt", 1), 3)))
                .isEqualTo(first);
        assertThat(frozen.begin(step)).isEqualTo(new Begin.Done(first));
    }

    @Test
    void keepsNoHalfWrittenResult() throws IOException {
        var step = write("m1#1.tool#1");
        var result = new SandboxResult(step.id(), ALICE, new FileChanged("a.txt", 1), 3);
        var records = newLife();
        records.begin(step);
        Path turn = directory.resolve("web_alice/i1/m1");
        Files.writeString(turn.resolve(step.id() + ".json"), "{\"id\":\"m1#1");
        assertThat(records.begin(step)).isEqualTo(new Begin.CutOff());
        records.finish(step, result);
        assertThat(records.begin(step)).isEqualTo(new Begin.Done(result));
    }

    @Test
    void staysBelowItsDirectoryWhateverTheIds() {
        var records = newLife();
        for (String id : List.of("../../x", "a/b#1", "", "#", "\0", "x".repeat(500))) {
            assertThat(records.begin(write(id))).as(id).isEqualTo(new Begin.New());
            assertThat(records.begin(write(id))).as(id).isEqualTo(new Begin.CutOff());
        }
        assertThat(directory.resolve("web_alice/i1")).isDirectory();
        assertThat(directory.resolveSibling("x")).doesNotExist();
    }

    @Test
    void removesOnlyWhatIsOld() {
        var records = newLife();
        records.begin(write("m1#1.tool#1"));
        records.removeOlderThan(Instant.now().minus(Duration.ofHours(1)));
        assertThat(directory.resolve("web_alice/i1/m1")).exists();
        records.removeOlderThan(Instant.now().plus(Duration.ofHours(1)));
        assertThat(directory.resolve("web_alice/i1")).isEmptyDirectory();
    }

    private List<Begin> allAtOnce(SandboxRequest step) throws Exception {
        int lives = 4;
        var barrier = new CyclicBarrier(lives);
        var calls = new ArrayList<Callable<Begin>>();
        for (int i = 0; i < lives; i++) {
            var records = newLife();
            leases.getLast().hold();
            calls.add(() -> {
                barrier.await();
                return records.begin(step);
            });
        }
        try (var threads = Executors.newFixedThreadPool(lives)) {
            var begun = new ArrayList<Begin>();
            for (Future<Begin> call : threads.invokeAll(calls)) {
                begun.add(call.get());
            }
            return begun;
        }
    }

    private StepRecords newLife() {
        var lease = new OwnerLease(directory.resolve(".owners"));
        leases.add(lease);
        return new StepRecords(directory, lease, () -> true);
    }

    private static SandboxRequest write(String id) {
        return new WriteFile(id, ALICE, "i1", "a.txt", "x", false);
    }
}
