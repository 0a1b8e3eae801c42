package io.moltmates.sandbox.files;

import io.moltmates.schema.Attachment;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A person with a directory, and what they ask of their files.
final class PersonOnDisk {

    static final String INCARNATION = "i1";

    final UserId user;
    final StateLayout layout;
    private final PersonFiles files;

    PersonOnDisk(Path state, String user) throws IOException {
        this(state, user, Quotas.ofMegabytes(() -> 1024));
    }

    PersonOnDisk(Path state, String user, Quotas quotas) throws IOException {
        this.user = new UserId(user);
        layout = new StateLayout(state);
        files = new PersonFiles(layout, null, FileLimits.DEFAULT, quotas);
        Files.createDirectories(workspace());
        Files.createDirectories(layout.blobs());
        Files.createDirectories(layout.person(this.user).sessions());
        Files.write(
                layout.person(this.user).person(),
                RecordCodec.write(new PersonFile(this.user, INCARNATION, null, List.of(), Map.of(), Instant.EPOCH)));
    }

    Path directory() {
        return layout.person(user).directory();
    }

    Path workspace() {
        return layout.person(user).workspace();
    }

    SandboxOutcome read(String path) {
        return read(path, 0, 0);
    }

    SandboxOutcome read(String path, int fromLine, int maxLines) {
        return files.read(new SandboxRequest.ReadFile("r", user, INCARNATION, path, fromLine, maxLines));
    }

    SandboxOutcome write(String path, String content) {
        return write(path, content, INCARNATION);
    }

    SandboxOutcome write(String path, String content, String incarnation) {
        return files.write(new SandboxRequest.WriteFile("w", user, incarnation, path, content, false));
    }

    SandboxOutcome append(String path, String content) {
        return files.write(new SandboxRequest.WriteFile("a", user, INCARNATION, path, content, true));
    }

    SandboxOutcome edit(String path, String before, String after) {
        return files.edit(new SandboxRequest.EditFile("e", user, INCARNATION, path, before, after));
    }

    SandboxOutcome delete(String path) {
        return files.delete(new SandboxRequest.DeleteFile("d", user, INCARNATION, path), false);
    }

    SandboxOutcome deleteAgain(String path) {
        return files.delete(new SandboxRequest.DeleteFile("d", user, INCARNATION, path), true);
    }

    /// As after a command that may write.
    void changed() {
        files.changed(user);
    }

    SandboxOutcome list(String path) {
        return files.list(new SandboxRequest.ListFiles("l", user, INCARNATION, path));
    }

    SandboxOutcome export(String path, String directory) {
        return files.export(new SandboxRequest.ExportFile("x", user, INCARNATION, path), directory);
    }

    SandboxOutcome attach(String name, String blob) {
        return files.importAll(new SandboxRequest.ImportFiles(
                "i", user, INCARNATION, "m1", List.of(new Attachment(name, "text/plain", 1, blob))));
    }

    void blob(String name, String content) throws IOException {
        Files.createDirectories(layout.blobs("m1"));
        Files.writeString(layout.blobs("m1").resolve(name), content);
    }

    static String text(SandboxOutcome outcome) {
        return outcome instanceof SandboxOutcome.FileContent content ? content.text() : outcome + "";
    }

    static String reason(SandboxOutcome outcome) {
        return outcome instanceof SandboxOutcome.Refused(var reason) ? reason : "not refused: " + outcome;
    }
}
