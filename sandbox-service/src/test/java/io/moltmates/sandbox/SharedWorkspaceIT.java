package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.sandbox.docker.DockerSandboxRuntime;
import io.moltmates.sandbox.files.FileLimits;
import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.files.Quotas;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.FileChanged;
import io.moltmates.schema.SandboxOutcome.FileContent;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.EditFile;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.SandboxRequest.ReadFile;
import io.moltmates.schema.SandboxRequest.WriteFile;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.ProgramConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SharedWorkspaceIT {

    private static final UserId ALICE = new UserId("web_alice");

    @TempDir
    private Path state;

    private final String session = "shared" + System.nanoTime();
    private int step;
    private OwnerLease lease;
    private DockerSandboxRuntime runtime;
    private SandboxRequests requests;

    @BeforeEach
    void start() throws IOException {
        var user = HostUser.current();
        var layout = new StateLayout(state);
        var settings = new SandboxSettings(
                SandboxConfig.DEFAULT,
                new ExecConfig(
                        ExecConfig.Security.ALLOWLIST,
                        List.of("cat", "cp", "id"),
                        Duration.ofSeconds(30),
                        Map.of("id", new ProgramConfig(true))),
                false);
        lease = new OwnerLease(layout.sandbox().resolve(".owners"));
        runtime = new DockerSandboxRuntime(() -> settings, () -> 0, layout, user.containerUser(), Map.of(), lease);
        String why = runtime.availability() instanceof Availability.Off off ? off.reason() : "";
        assumeTrue(why.isEmpty(), "needs a Docker engine with the sandbox image: " + why);
        var files = new PersonFiles(layout, user.workspaceOwner(), FileLimits.DEFAULT, Quotas.ofMegabytes(() -> 1024));
        requests = new SandboxRequests(
                layout, () -> settings, files, runtime, new StepRecords(layout.sandbox(), lease, () -> false));
        Path workspace = layout.person(ALICE).workspace();
        Files.createDirectories(workspace);
        Files.writeString(workspace.resolve("restored.txt"), "by root");
        for (Path path : List.of(state, layout.users(), layout.person(ALICE).directory(), workspace)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
        Files.setPosixFilePermissions(workspace.resolve("restored.txt"), PosixFilePermissions.fromString("rw-------"));
        Files.write(
                layout.person(ALICE).person(),
                RecordCodec.write(new PersonFile(ALICE, "i1", null, List.of(), Map.of(), Instant.EPOCH)));
    }

    @AfterEach
    void stop() {
        runtime.closePerson(ALICE);
        runtime.close();
        lease.close();
    }

    @Test
    void toolsAndProgramsReadAndWriteTheSameFiles() {
        assertThat(handle(new WriteFile(id(), ALICE, "i1", "deep/a.txt", "one", false)))
                .isEqualTo(new FileChanged("deep/a.txt", 3));
        assertThat(exec("cat deep/a.txt restored.txt")).isEqualTo(new Completed(0, "oneby root", "", false));
        assertThat(exec("cp deep/a.txt deep/b.txt")).isEqualTo(new Completed(0, "", "", false));
        assertThat(handle(new EditFile(id(), ALICE, "i1", "deep/b.txt", "one", "two")))
                .isEqualTo(new FileChanged("deep/b.txt", 3));
        assertThat(exec("cp deep/b.txt deep/a.txt")).isEqualTo(new Completed(0, "", "", false));
        assertThat(handle(new ReadFile(id(), ALICE, "i1", "deep/a.txt", 0, 0)))
                .isInstanceOfSatisfying(
                        FileContent.class, content -> assertThat(content.text()).isEqualTo("two"));
    }

    @Test
    void neverRunsAProgramAsRoot() {
        assertThat(exec("id -u"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        completed -> assertThat(completed.stdout()).isNotEqualTo("0\n"));
    }

    private SandboxOutcome exec(String line) {
        return handle(new Exec(id(), ALICE, "i1", session, line, List.of(), 0));
    }

    private SandboxOutcome handle(SandboxRequest request) {
        return requests.handle(request, new Cancellation()).orElseThrow().outcome();
    }

    private String id() {
        return "m1#1.tool#" + ++step;
    }
}
