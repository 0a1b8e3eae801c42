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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class EscapeChecklistIT {

    private static final String PROBE = "probe-escape";
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
    private static final int ATTEMPTS = 280;

    /// Links of the kernel's to what the program may read anyway: its own file, and one in its workspace.
    private static final Set<String> OWN_FILES =
            new TreeSet<>(Set.of("read /proc/self/exe", "start_magic_self", "read /proc/self/cwd/notes.txt"));

    /// A file of its own may be marked: in a container that means nothing, since none may gain privileges.
    private static final Set<String> OWN_RIGHTS =
            Set.of("create_setuid", "fchmod_setuid", "setgid_in_workspace", "setuid_in_workspace");

    /// The engine mounts the workspace without noexec: what is in it can be mapped as code.
    private static final String NATIVE_CODE = "map_code_from_workspace";

    @TempDir
    private Path directory;

    @Test
    void noWayOutIsOpenToAProgramThatOnlyReads() {
        assertThat(worked(false)).isEqualTo(OWN_FILES);
    }

    @Test
    void noWayOutIsOpenToAProgramThatWrites() {
        var expected = new TreeSet<>(OWN_FILES);
        expected.addAll(OWN_RIGHTS);
        expected.add(NATIVE_CODE);
        assertThat(worked(true)).isEqualTo(expected);
    }

    /// The attempts that worked, of which none changed anything outside.
    private Set<String> worked(boolean writes) {
        try (var sandbox = AttackedSandbox.withProbes(directory, PROBE)) {
            var before = sandbox.canaries().fingerprint(sandbox.workspace());
            var probe = Probe.of(AttackedSandbox.text(sandbox.run(writes, Duration.ofSeconds(60), PROBE)));
            assertThat(probe.attempts()).hasSizeGreaterThan(ATTEMPTS);
            assertThat(sandbox.canaries().fingerprint(sandbox.workspace())).isEqualTo(before);
            return probe.worked();
        }
    }

    /// The control: the same probe in an ordinary container.
    @Test
    void theProbeSeesWhatAnOrdinaryContainerLeavesOpen() {
        ProbeImage.require();
        var probe = Probe.of(Docker.run(
                "run",
                "--rm",
                "--init",
                "--security-opt=seccomp=unconfined",
                "--workdir=/tmp",
                ProbeImage.NAME,
                PROBE));
        assertThat(probe.worked())
                .contains("read /etc/passwd", "read /proc/self/environ", "read /", "start_from_tmp", "start_memory")
                .contains("link_to_passwd", "fifo_in_workspace", "start_unlisted");
    }

    @Test
    void aProgramIsGivenNothingButWhatItIsMeantToHave() {
        try (var sandbox = AttackedSandbox.withProbes(directory, PROBE)) {
            var probe = Probe.of(AttackedSandbox.text(sandbox.run(PROBE)));
            assertThat(probe.told("environment"))
                    .containsExactlyInAnyOrder(
                            "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/workspace", "LANG=C.UTF-8", "TMPDIR=/tmp");
            assertThat(probe.told("descriptor")).containsExactly("0", "1", "2");
            assertThat(probe.told("fact"))
                    .containsExactly(
                            "terminal 0",
                            "user 10001 10001",
                            "groups 1",
                            "session own",
                            "group own",
                            "no new privileges 1",
                            "seccomp 2",
                            "capabilities that could be had 0",
                            "directory /workspace");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat notes.txt",
                "/usr/bin/cat notes.txt",
                "exec /bin/ls",
                "command -p cat notes.txt",
                "/lib64/ld-linux-x86-64.so.2 /usr/bin/cat notes.txt",
                "coproc cat notes.txt; wait $!",
                "exec 3<>/dev/tcp/169.254.169.254/80 && read -r l <&3 && echo one"
            })
    void aShellCanNotStartWhatIsNotListed(String line) {
        try (var sandbox = AttackedSandbox.withProbes(directory, "bash")) {
            assertThat(sandbox.run("bash", "-c", line)).isInstanceOfSatisfying(Completed.class, completed -> {
                assertThat(completed.exitCode()).isNotZero();
                assertThat(completed.stdout()).isEmpty();
            });
        }
    }

    /// Not a wall: a program that may start others may start the loader, and it runs any code that it may
    /// read. That code is in the same domain: it starts nothing that is not listed either.
    @Test
    void theLoaderRunsCodeFromTheWorkspaceWithinTheSameWalls() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "bash", "probe-escape")) {
            Docker.run(
                    "run",
                    "--rm",
                    "--user=0",
                    "--volume=" + sandbox.workspace() + ":/w",
                    ProbeImage.NAME,
                    "cp",
                    "/usr/local/bin/probe-dynamic",
                    "/w/evil");
            assertThat(AttackedSandbox.text(sandbox.run("bash", "-c", "./evil")))
                    .contains("Permission denied");
            assertThat(AttackedSandbox.text(sandbox.run("bash", "-c", LOADER + " ./evil")))
                    .contains("native code ran");
            assertThat(AttackedSandbox.text(sandbox.run("bash", "-c", LOADER + " ./evil /usr/bin/dpkg")))
                    .contains("EACCES");
        }
    }

    @Test
    void aLinkThatIsSwappedWhileAProgramReadsLeadsNowhere() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "probe-swap", "bash")) {
            String reader = "for i in {1..3000}; do read -r l <notes.txt && echo \"$l\"; done 2>/dev/null; echo end";
            var plan = AttackedSandbox.plan(
                    true,
                    List.of(List.of("probe-swap", "notes.txt", "/etc/passwd", "1500"), List.of("bash", "-c", reader)));
            var outcome = sandbox.run(sandbox.session(), plan, Duration.ofSeconds(20));
            assertThat(AttackedSandbox.text(outcome).lines().distinct()).containsExactlyInAnyOrder("one", "end");
        }
    }

    @Test
    void noFileOfTheImageIsSetuid() {
        ProbeImage.require();
        assertThat(Docker.run(
                        "run",
                        "--rm",
                        "--user=0",
                        ProbeImage.SANDBOX,
                        "find",
                        "/",
                        "-xdev",
                        "-perm",
                        "/6000",
                        "-type",
                        "f"))
                .isEmpty();
    }
}
