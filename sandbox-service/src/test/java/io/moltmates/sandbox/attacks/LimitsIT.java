package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class LimitsIT {

    private static final int QUOTA_MB = 64;
    private static final int FEW_MB = 2;
    private static final Duration LIMIT = Duration.ofSeconds(4);

    /// What one look of the quota may miss: what is written in a quarter of a second.
    private static final long OVERSHOOT_MB = 1024;

    /// Most entries that a quota can hold, as it counts at least a kilobyte for each; and as many once more for what
    /// one
    /// look misses.
    private static final long MOST_ENTRIES = 2 * QUOTA_MB * 1024L;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    forks       | the limit on processes was reached
                    threads     | the limit on processes was reached
                    memory      | more memory than it may have
                    bigfile     | a file larger than 64 MB
                    sparse      | a file larger than 64 MB
                    temporary   | a file larger than 64 MB
                    disk        | The workspace may hold 64 MB
                    directories | The workspace may hold 64 MB
                    output      | It printed more than 8 MB
                    errors      | It printed more than 8 MB
                    deaf        | It ran longer than 4 seconds
                    """)
    void endsWhatTakesTooMuch(String what, String words) throws IOException {
        try (var sandbox = limited(QUOTA_MB)) {
            sandbox.run("cat", "notes.txt");
            String container = sandbox.container();
            assertThat(sandbox.run(true, LIMIT, "probe-load", what))
                    .isInstanceOfSatisfying(
                            LimitReached.class,
                            reached -> assertThat(reached.reason()).contains(words));
            assertGoesOn(sandbox, container);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    descriptors | EMFILE after 253 descriptors
                    daemons     | daemons
                    """)
    void boundsWhatComesToItsEnd(String what, String words) throws IOException {
        try (var sandbox = limited(QUOTA_MB)) {
            sandbox.run("cat", "notes.txt");
            String container = sandbox.container();
            assertThat(AttackedSandbox.text(sandbox.run(true, LIMIT, "probe-load", what)))
                    .contains(words);
            assertGoesOn(sandbox, container);
        }
    }

    @Test
    void endsWhatMakesTooManyFiles() throws IOException {
        try (var sandbox = limited(FEW_MB)) {
            sandbox.run("cat", "notes.txt");
            String container = sandbox.container();
            assertThat(sandbox.run(true, Duration.ofSeconds(30), "probe-load", "files"))
                    .isInstanceOfSatisfying(
                            LimitReached.class,
                            reached -> assertThat(reached.reason()).contains("The workspace may hold 2 MB"));
            assertGoesOn(sandbox, container);
        }
    }

    @Test
    void endsAPatternThatGrowsWithoutBound() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "grep", "cat")) {
            sandbox.run("cat", "notes.txt");
            String container = sandbox.container();
            assertThat(sandbox.run(false, Duration.ofSeconds(10), "grep", "-E", "x{1,32767}{1,32767}", "notes.txt"))
                    .satisfiesAnyOf(
                            outcome -> assertThat(outcome).isInstanceOf(LimitReached.class),
                            outcome -> assertThat(AttackedSandbox.text(outcome)).containsAnyOf("exhausted", "too big"));
            assertThat(sandbox.run("cat", "notes.txt")).isEqualTo(new Completed(0, "one\ntwo\n", "", false));
            assertThat(sandbox.container()).isEqualTo(container);
        }
    }

    private AttackedSandbox limited(int quotaMb) {
        ProbeImage.require();
        return new AttackedSandbox(
                directory, ProbeImage.NAME, "workspaceMb: " + quotaMb + ",", List.of("probe-load", "cat"));
    }

    /// The same container runs the next command, and the workspace holds no more than it may and one look misses. What
    /// is
    /// said of a workspace that is full comes beside the output.
    private static void assertGoesOn(AttackedSandbox sandbox, String container) throws IOException {
        assertThat(sandbox.run("cat", "notes.txt")).isInstanceOfSatisfying(Completed.class, completed -> {
            assertThat(completed.exitCode()).isZero();
            assertThat(completed.stdout()).isEqualTo("one\ntwo\n");
        });
        assertThat(sandbox.container()).isEqualTo(container);
        long entries = 0;
        long bytes = 0;
        try (var files = Files.list(sandbox.workspace())) {
            for (var file : (Iterable<Path>) files::iterator) {
                entries++;
                bytes += Files.size(file);
            }
        }
        assertThat(entries).isLessThan(MOST_ENTRIES);
        assertThat(bytes >> 20).isLessThan(QUOTA_MB + OVERSHOOT_MB);
    }
}
