package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.StepRecords.Begin;
import io.moltmates.schema.SandboxOutcome.FileChanged;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.WriteFile;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepRecordsTest {

    private static final UserId ALICE = new UserId("web_alice");

    @TempDir
    private Path directory;

    @Test
    void remembersAStepFromItsBeginToItsResult() {
        var step = write("m1#1.tool#1");
        var result = new SandboxResult(step.id(), ALICE, new FileChanged("a.txt", 1), 3);
        assertThat(records().begin(step)).isEqualTo(new Begin.New());
        assertThat(records().begin(step)).isEqualTo(new Begin.CutOff());
        records().finish(step, result);
        assertThat(records().begin(step)).isEqualTo(new Begin.Done(result));
    }

    @Test
    void keepsNoHalfWrittenResult() throws IOException {
        var step = write("m1#1.tool#1");
        records().begin(step);
        Path turn = directory.resolve("web_alice/i1/m1");
        Files.writeString(turn.resolve(step.id() + ".json"), "{\"id\":\"m1#1");
        assertThat(records().begin(step)).isEqualTo(new Begin.CutOff());
    }

    @Test
    void staysBelowItsDirectoryWhateverTheIds() {
        for (String id : List.of("../../x", "a/b#1", "", "#", "\0", "x".repeat(500))) {
            assertThat(records().begin(write(id))).as(id).isEqualTo(new Begin.New());
            assertThat(records().begin(write(id))).as(id).isEqualTo(new Begin.CutOff());
        }
        assertThat(directory.resolve("web_alice/i1")).isDirectory();
        assertThat(directory.resolveSibling("x")).doesNotExist();
    }

    @Test
    void removesOnlyWhatIsOld() {
        records().begin(write("m1#1.tool#1"));
        records().removeOlderThan(Instant.now().minus(Duration.ofHours(1)));
        assertThat(directory.resolve("web_alice/i1/m1")).exists();
        records().removeOlderThan(Instant.now().plus(Duration.ofHours(1)));
        assertThat(directory.resolve("web_alice/i1")).isEmptyDirectory();
    }

    private StepRecords records() {
        return new StepRecords(directory, () -> true);
    }

    private static SandboxRequest write(String id) {
        return new WriteFile(id, ALICE, "i1", "a.txt", "x", false);
    }
}
