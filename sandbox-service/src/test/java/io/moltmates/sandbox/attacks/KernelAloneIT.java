package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.policy.AttackLines;
import io.moltmates.sandbox.policy.AttackLines.AttackLine;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Completed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The lines that the policy's tests know, with no policy: a real shell reads each one in a container, byte for byte,
/// expands and redirects as it likes, and starts what the kernel lets it start.
@Timeout(400)
class KernelAloneIT {

    private static final int SESSIONS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final String[] MANY = {
        "bash",
        "dash",
        "sh",
        "cat",
        "head",
        "tail",
        "grep",
        "wc",
        "pdftotext",
        "ls",
        "cp",
        "mv",
        "rm",
        "ln",
        "chmod",
        "chown",
        "dd",
        "id",
        "env",
        "sort",
        "tee",
        "mkdir",
        "mkfifo",
        "mknod",
        "touch",
        "stat",
        "sleep",
        "timeout",
        "nohup",
        "setsid",
        "find",
        "xargs",
        "sed",
        "tar",
        "gzip",
        "perl",
        "readlink",
        "du",
        "df",
        "mount",
        "umount",
        "unshare",
        "nsenter",
        "kill",
        "ps",
        "uname",
        "hostname",
        "whoami",
        "printf",
        "echo",
        "true",
        "yes",
        "seq",
        "cut",
        "tr",
        "od",
        "base64",
        "install",
        "split",
        "truncate",
        "link",
        "unlink",
        "chroot",
        "nice",
        "ionice",
        "prlimit",
        "dmesg",
        "su",
        "passwd",
        "getent"
    };

    /// What an attacker would try first, who has a shell and these programs.
    private static final List<String> DIRECT = List.of(
            "find / -name secret.txt 2>&1",
            "find / -name moltmate.json 2>&1",
            "find / -name secrets.json 2>&1",
            "grep -rs canary- / 2>&1 | head -c 20000",
            "env; cat /proc/*/environ 2>&1",
            "cat ../MEMORY.md ../../*/MEMORY.md ../../../*.json /workspace/../*/* 2>&1",
            "ls -la / /workspace/.. /home /root /var /run /mnt 2>&1",
            "ln -s /proc/1/root/ escape; ls -la escape/ escape/.. 2>&1; cat escape/etc/passwd 2>&1",
            "tar cf - / 2>/dev/null | head -c 200000 | base64",
            "cp -r / /workspace/copy 2>&1 | tail -5; rm -rf /workspace/copy",
            "mount --bind / /tmp 2>&1; unshare -Ur id 2>&1; nsenter -t 1 -a id 2>&1; chroot / id 2>&1",
            "perl -e 'opendir(D, q(/)) or die $!; print readdir D' 2>&1",
            "perl -e 'for (3..255) { open(F, q(<&=), $_) and print qq($_ open\\n) and print <F> }' 2>&1",
            "perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0) or die $!' 2>&1",
            "echo x > /proc/sysrq-trigger; echo '|/workspace/x' > /proc/sys/kernel/core_pattern",
            "echo x > /etc/passwd; echo x > /usr/bin/cat; touch /x /etc/x /usr/x; rm -rf /usr /etc /bin 2>&1 | tail -2",
            "kill -9 1 -1 2>&1",
            "exec 5<>/dev/tcp/169.254.169.254/80 && cat <&5",
            "cat /dev/sda /dev/vda /dev/mem /dev/kmsg 2>&1",
            "dmesg 2>&1; getent passwd 2>&1");

    @TempDir
    private Path directory;

    @Test
    void holdsWithAShellAsTheOnlyProgram() {
        try (var sandbox = AttackedSandbox.withProbes(directory, "bash")) {
            holds(sandbox, lines());
        }
    }

    @Test
    void holdsWithAShellAndManyPrograms() {
        try (var sandbox = AttackedSandbox.withProbes(directory, MANY)) {
            var lines = new ArrayList<>(lines());
            DIRECT.forEach(line -> lines.add(line.getBytes(StandardCharsets.UTF_8)));
            holds(sandbox, lines);
        }
    }

    /// The control: what is looked for is seen where it may be seen.
    @Test
    void aCanaryInTheOwnWorkspaceIsSeen() throws IOException {
        try (var sandbox = AttackedSandbox.withProbes(directory, "bash", "grep")) {
            Files.writeString(sandbox.workspace().resolve("own.txt"), "canary-own");
            assertThat(AttackedSandbox.text(run(sandbox, 0, "grep -r canary- .".getBytes(StandardCharsets.UTF_8))))
                    .contains("canary-own");
        }
    }

    private static List<byte[]> lines() {
        return AttackLines.all().stream().map(AttackLine::bytes).toList();
    }

    private static void holds(AttackedSandbox sandbox, List<byte[]> lines) {
        var canaries = sandbox.canaries();
        PersonsFiles.make(sandbox.workspace());
        String outside = canaries.fingerprint(sandbox.workspace());
        var outcomes = inParallel(lines.size(), number -> run(sandbox, number, lines.get(number)));
        for (int i = 0; i < lines.size(); i++) {
            String line = new String(lines.get(i), StandardCharsets.ISO_8859_1);
            assertThat(outcomes.get(i)).as(line).isNotInstanceOf(SandboxOutcome.Unavailable.class);
            canaries.assertNoneIn(line, AttackedSandbox.text(outcomes.get(i)));
        }
        assertThat(outcomes).filteredOn(Completed.class::isInstance).hasSizeGreaterThan(lines.size() / 2);
        canaries.assertNoneBelow(sandbox.workspace());
        assertThat(canaries.fingerprint(sandbox.workspace())).isEqualTo(outside);
    }

    /// Bash reads the line from a file, since an argument can't hold every byte.
    private static SandboxOutcome run(AttackedSandbox sandbox, int number, byte[] line) {
        String script = "attack-" + number + ".sh";
        try {
            Files.write(sandbox.workspace().resolve(script), line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String session = sandbox.session() + "-" + number % SESSIONS;
        return sandbox.run(session, AttackedSandbox.plan(true, List.of(List.of("bash", script))), LIMIT);
    }

    private interface Numbered<T> {
        T apply(int number);
    }

    private static <T> List<T> inParallel(int count, Numbered<T> work) {
        try (var threads = Executors.newFixedThreadPool(SESSIONS)) {
            var calls = IntStream.range(0, SESSIONS)
                    .mapToObj(first ->
                            (Callable<List<T>>) () -> IntStream.iterate(first, i -> i < count, i -> i + SESSIONS)
                                    .mapToObj(work::apply)
                                    .toList())
                    .toList();
            var parts = new ArrayList<List<T>>();
            for (var part : threads.invokeAll(calls)) {
                parts.add(part.get());
            }
            return IntStream.range(0, count)
                    .mapToObj(i -> parts.get(i % SESSIONS).get(i / SESSIONS))
                    .toList();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
