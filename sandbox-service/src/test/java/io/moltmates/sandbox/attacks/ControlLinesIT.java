package io.moltmates.sandbox.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.policy.AttackLines;
import io.moltmates.sandbox.policy.AttackLines.AttackLine;
import io.moltmates.sandbox.policy.AttackLines.Verdict;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.policy.ExecPolicy;
import io.moltmates.sandbox.policy.ExecPolicy.Decision;
import io.moltmates.sandbox.policy.Requests;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.config.ExecConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The lines that have to work, and those that are harmless, through the policy and in a container: they give what a
/// real shell in an ordinary container gives.
@Timeout(300)
class ControlLinesIT {

    private static final String[] PROGRAMS = ExecConfig.DEFAULT.safeBins().toArray(String[]::new);

    private final ExecPolicy policy = new ExecPolicy(ExecConfig.DEFAULT);

    @TempDir
    private Path directory;

    @Test
    void whatHasToWorkGivesWhatAShellGives() throws IOException {
        var works = lines(Verdict.WORKS);
        assertThat(works).hasSizeGreaterThanOrEqualTo(40);
        try (var sandbox = AttackedSandbox.withProbes(directory, PROGRAMS)) {
            PersonsFiles.make(sandbox.workspace());
            var expected = byAShell(works);
            for (int i = 0; i < works.size(); i++) {
                String printed = expected.get(i);
                assertThat(run(sandbox, works.get(i)))
                        .as(works.get(i).toString())
                        .isInstanceOfSatisfying(Completed.class, completed -> {
                            assertThat(completed.exitCode()).isZero();
                            assertThat(completed.stdout()).isEqualTo(printed);
                        });
            }
        }
    }

    @Test
    void whatIsHarmlessTellsAndChangesNothingOfOthers() {
        try (var sandbox = AttackedSandbox.withProbes(directory, PROGRAMS)) {
            PersonsFiles.make(sandbox.workspace());
            String outside = sandbox.canaries().fingerprint(sandbox.workspace());
            for (var line : lines(Verdict.HARMLESS)) {
                sandbox.canaries().assertNoneIn(line.toString(), AttackedSandbox.text(run(sandbox, line)));
            }
            assertThat(sandbox.canaries().fingerprint(sandbox.workspace())).isEqualTo(outside);
        }
    }

    private static List<AttackLine> lines(Verdict verdict) {
        return AttackLines.all().stream()
                .filter(line -> line.verdict() == verdict)
                .toList();
    }

    private SandboxOutcome run(AttackedSandbox sandbox, AttackLine line) {
        ExecPlan plan = ((Decision.Allowed) policy.decide(Requests.line(line.line()))).plan();
        return sandbox.run(sandbox.session(), plan, Duration.ofSeconds(10));
    }

    /// What each line prints in a container of the same image with nothing of ours around it.
    private List<String> byAShell(List<AttackLine> lines) throws IOException {
        Path shell = Files.createDirectories(directory.resolve("shell"));
        PersonsFiles.make(Files.createDirectories(shell.resolve("workspace")));
        Path scripts = Files.createDirectories(shell.resolve("scripts"));
        Files.setPosixFilePermissions(scripts, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (int i = 0; i < lines.size(); i++) {
            Files.write(scripts.resolve(i + ".sh"), lines.get(i).bytes());
        }
        Docker.run(
                "run",
                "--rm",
                "--network=none",
                "--user=10001:10001",
                "--volume=" + shell.resolve("workspace") + ":/workspace:ro",
                "--volume=" + scripts + ":/scripts",
                ProbeImage.SANDBOX,
                "bash",
                "-c",
                "for s in /scripts/*.sh; do bash $s >${s%.sh}.out 2>/dev/null </dev/null; done");
        var printed = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            printed.add(Files.readString(scripts.resolve(i + ".out"), StandardCharsets.UTF_8));
        }
        return printed;
    }
}
