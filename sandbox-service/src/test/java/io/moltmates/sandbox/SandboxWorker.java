package io.moltmates.sandbox;

import io.moltmates.sandbox.docker.DockerSandboxRuntime;
import io.moltmates.sandbox.files.FileLimits;
import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.files.Quotas;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.ProgramConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A program that is this service without its log: says whether commands can run, then runs each line that it reads,
/// `<person> <step> <program> <arguments…>`, and says how that ended.
public final class SandboxWorker {

    static final String INCARNATION = "i1";
    static final String SESSION_VARIABLE = "SANDBOX_WORKER_SESSION";

    private SandboxWorker() {}

    public static void main(String[] arguments) throws IOException {
        var layout = StateLayout.of(System.getenv());
        var user = HostUser.current();
        var settings = settings();
        try (var lease = new OwnerLease(layout.sandbox().resolve(".owners"));
                var runtime = new DockerSandboxRuntime(
                        () -> settings, () -> 0, layout, user.containerUser(), System.getenv(), lease)) {
            say(
                    "availability",
                    switch (runtime.availability()) {
                        case Availability.On(var detail) -> "on: " + detail;
                        case Availability.Off(var reason, var remedy) -> "off: " + reason + " | " + remedy;
                    });
            runtime.removeLeftovers();
            var files =
                    new PersonFiles(layout, user.workspaceOwner(), FileLimits.DEFAULT, Quotas.ofMegabytes(() -> 1024));
            var records = new StepRecords(layout.sandbox(), lease, () -> false);
            var requests = new SandboxRequests(layout, () -> settings, files, runtime, records);
            var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                var person = new UserId(words[0]);
                prepare(layout, person);
                var request = exec(person, System.getenv(SESSION_VARIABLE), words[1], words[2].split(" "));
                Thread.ofVirtual()
                        .start(() -> say(
                                request.id(),
                                new String(
                                        RecordCodec.write(requests.handle(request, new Cancellation())
                                                .orElseThrow()),
                                        StandardCharsets.UTF_8)));
            }
        }
    }

    static SandboxSettings settings() {
        var programs = List.of("cat", "cp", "id", "bash", "sleep", "touch", "true");
        var config = SandboxConfig.DEFAULT;
        return new SandboxSettings(
                new SandboxConfig(
                        config.mode(),
                        config.scope(),
                        config.network(),
                        config.docker(),
                        config.workspaceMb(),
                        config.idle(),
                        config.maxAge(),
                        config.parallel(),
                        0), // so that each container is there because of a command
                new ExecConfig(
                        ExecConfig.Security.ALLOWLIST,
                        programs,
                        Duration.ofMinutes(2),
                        Map.of(
                                "id", new ProgramConfig(true),
                                "bash", new ProgramConfig(true),
                                "cp", new ProgramConfig(true))),
                false);
    }

    static Exec exec(UserId person, String session, String id, String... arguments) {
        return new Exec(id, person, INCARNATION, session, null, List.of(arguments), 0);
    }

    static void prepare(StateLayout layout, UserId person) throws IOException {
        var files = layout.person(person);
        Files.createDirectories(
                files.workspace(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.write(
                files.person(),
                RecordCodec.write(new PersonFile(person, INCARNATION, null, List.of(), Map.of(), Instant.EPOCH)));
    }

    private static void say(String name, String what) {
        synchronized (System.out) {
            System.out.println(name + " " + what);
            System.out.flush();
        }
    }
}
