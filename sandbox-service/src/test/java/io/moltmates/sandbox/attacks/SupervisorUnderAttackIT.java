package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome.Completed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SupervisorUnderAttackIT {

    private static final String PROBE = "probe-supervisor";

    /// They reach nobody outside of the attacker's own domain: the call is done, the supervisor lives. (Its group has
    /// the
    /// number 1, and -1 is everybody.)
    private static final Set<String> WITHOUT_EFFECT = Set.of("everybody", "group_of_init", "owned_signal");

    @TempDir
    private Path directory;

    @Test
    void nothingReachesTheSupervisor() {
        try (var sandbox = AttackedSandbox.withProbes(directory, PROBE, "cat")) {
            sandbox.run("cat", "notes.txt");
            String container = sandbox.container();
            for (boolean writes : new boolean[] {true, false}) {
                var probe = Probe.of(AttackedSandbox.text(sandbox.run(writes, Duration.ofSeconds(60), PROBE)));
                assertThat(probe.attempts()).hasSizeGreaterThan(64 + 30);
                var worked = new TreeSet<>(probe.worked());
                worked.removeAll(WITHOUT_EFFECT);
                assertThat(worked).isEmpty();
            }
            assertThat(sandbox.run("cat", "notes.txt")).isEqualTo(new Completed(0, "one\ntwo\n", "", false));
            assertThat(sandbox.container()).isEqualTo(container);
        }
    }

    /// What a program writes is passed on as bytes, and can't be taken for the supervisor's own words.
    @Test
    void aProgramCanNotSpeakForTheSupervisor() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "bash", "cat")) {
            // an EXIT frame with a wrong checksum, and its mark alone many times
            var outcome = sandbox.run(
                    "bash",
                    "-c",
                    "printf 'MSB1\\x44\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0'; "
                            + "for i in {1..200}; do printf 'MSB1'; printf 'MSB1' >&2; done; exit 7");
            assertThat(outcome).isInstanceOfSatisfying(Completed.class, completed -> {
                assertThat(completed.exitCode()).isEqualTo(7);
                assertThat(completed.stdout()).startsWith("MSB1").endsWith("MSB1".repeat(200));
                assertThat(completed.stderr()).isEqualTo("MSB1".repeat(200));
            });
            assertThat(sandbox.run("cat", "notes.txt")).isEqualTo(new Completed(0, "one\ntwo\n", "", false));
        }
    }

    @Test
    void daemonsDoNotOutliveTheCommandThatMadeThem() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "probe-load", "cat")) {
            var outcome = sandbox.run("probe-load", "daemons");
            assertThat(AttackedSandbox.text(outcome)).contains("daemons");
            assertThat(processes(sandbox)).hasSize(1).allMatch(line -> line.contains("moltmate-supervisor"));
        }
    }

    @Test
    void aProgramThatIgnoresEverySignalIsEnded() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "probe-load", "cat")) {
            sandbox.run(true, Duration.ofSeconds(1), "probe-load", "deaf");
            assertThat(processes(sandbox)).hasSize(1).allMatch(line -> line.contains("moltmate-supervisor"));
        }
    }

    /// As the host sees them.
    private static List<String> processes(AttackedSandbox sandbox) {
        return Docker.run("top", sandbox.container(), "-eo", "pid,args")
                .lines()
                .skip(1)
                .toList();
    }
}
