package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class SyscallProbesIT {

    private static final String PROBE = "probe-syscalls";

    /// What seccomp, missing capabilities and Landlock answer; signal 31 is seccomp's for another
    /// processor's calls.
    private static final Set<String> REFUSED = Set.of("EPERM", "EACCES", "ENOSYS", "signal 31");

    private static final int ATTEMPTS = 100;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesEverySystemCallThatNoProgramNeeds(boolean writes) {
        try (var sandbox = AttackedSandbox.withProbes(directory, PROBE)) {
            var probe = Probe.of(AttackedSandbox.text(sandbox.run(writes, Duration.ofSeconds(60), PROBE)));
            assertThat(probe.attempts()).hasSizeGreaterThan(ATTEMPTS);
            assertThat(probe.otherThan(REFUSED)).isEmpty();
        }
    }

    /// The control: the same probe, where only the kernel's own rules for a user without rights count.
    @Test
    void theProbeSeesWhatAnOrdinaryContainerLetsThrough() {
        ProbeImage.require();
        var probe = Probe.of(Docker.run(
                "run",
                "--rm",
                "--init",
                "--network=none",
                "--user=10001:10001",
                "--security-opt=seccomp=unconfined",
                ProbeImage.NAME,
                PROBE));
        assertThat(probe.attempts()).hasSizeGreaterThan(ATTEMPTS);
        assertThat(probe.worked())
                .contains("ptrace_traceme", "vm_readv", "keyctl", "personality_no_randomisation", "memfd_create")
                .contains("socket_netlink", "shmget", "prlimit_of_init");
        assertThat(probe.otherThan(REFUSED)).hasSizeGreaterThan(ATTEMPTS / 4);
    }

    /// Why the profile is ours: what the engine's own lets through, of which a few are named here.
    @Test
    void theEnginesOwnProfileLetsMoreThrough() {
        ProbeImage.require();
        var probe = Probe.of(
                Docker.run("run", "--rm", "--init", "--network=none", "--user=10001:10001", ProbeImage.NAME, PROBE));
        assertThat(probe.worked()).contains("ptrace_traceme", "socket_netlink", "memfd_create");
    }
}
