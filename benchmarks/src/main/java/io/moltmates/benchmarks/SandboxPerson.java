package io.moltmates.benchmarks;

import io.moltmates.schema.Ids;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.FileChanged;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// One person with a small file in their workspace, and what they ask of the sandbox.
///
/// @param workspace where it lies on the host
record SandboxPerson(UserId user, String incarnation, Path workspace, SandboxClient client) {

    static final String FILE = "small.txt";
    static final String CONTENT = "A small file, as a note of somebody would be.\n";

    /// Makes the person's directory, and has sandbox-service write the file. No command runs.
    static SandboxPerson create(StateLayout layout, SandboxClient client) throws IOException, InterruptedException {
        var user = UserId.of("api", "bench" + Ids.random(10));
        var place = layout.person(user);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(place.directory(), owner);
        var file = new PersonFile(user, "bench", null, List.of(user), Map.of(), Instant.now());
        Files.write(place.person(), RecordCodec.write(file));
        var person = new SandboxPerson(user, file.incarnation(), place.workspace(), client);
        var written =
                client.ask(new SandboxRequest.WriteFile(stepId(), user, file.incarnation(), FILE, CONTENT, false));
        if (!(written.outcome() instanceof FileChanged)) {
            throw new IOException("The file was not written: " + written.outcome());
        }
        return person;
    }

    static String newSession() {
        return Ids.session(System.currentTimeMillis());
    }

    /// Runs `cat` of the file in the session; how long that took, in nanoseconds.
    ///
    /// @throws IOException if it did not print what is in it
    long cat(String session) throws IOException, InterruptedException {
        return checked(client.ask(exec(session)));
    }

    CompletableFuture<SandboxClient.Answer> beginCat(String session) {
        return client.begin(exec(session));
    }

    /// Reads the file by the file tool, which needs no container; how long that took, in nanoseconds.
    long read() throws IOException, InterruptedException {
        return client.ask(new SandboxRequest.ReadFile(stepId(), user, incarnation, FILE, 0, 0))
                .nanos();
    }

    void closeSession(String session) throws IOException, InterruptedException {
        client.tell(new SandboxRequest.CloseSession(stepId(), user, incarnation, session));
    }

    static long checked(SandboxClient.Answer answer) throws IOException {
        if (answer.outcome() instanceof Completed completed && CONTENT.equals(completed.stdout())) {
            return answer.nanos();
        }
        throw new IOException("It was not answered with the file but with " + answer.outcome());
    }

    private SandboxRequest.Exec exec(String session) {
        return new SandboxRequest.Exec(stepId(), user, incarnation, session, "cat " + FILE, List.of(), 0);
    }

    private static String stepId() {
        return Ids.tool(Ids.step("m" + Ids.random(26), 1), 1);
    }
}
