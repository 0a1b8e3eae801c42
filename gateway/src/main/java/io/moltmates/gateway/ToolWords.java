package io.moltmates.gateway;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;

/// Tells what a tool was asked for, and how that ended.
final class ToolWords {

    private ToolWords() {}

    static String request(SandboxRequest request, StoryWords words) {
        return switch (request) {
            case SandboxRequest.Exec exec ->
                "run " + words.shown(exec.line() == null ? String.join(" ", exec.arguments()) : exec.line());
            case SandboxRequest.ReadFile read -> "read " + read.path();
            case SandboxRequest.WriteFile write ->
                (write.append() ? "append to " : "write ") + write.path() + ": " + words.shown(write.content());
            case SandboxRequest.EditFile edit ->
                "edit " + edit.path() + ": " + words.shown(edit.before()) + " → " + words.shown(edit.after());
            case SandboxRequest.DeleteFile delete -> "delete " + delete.path();
            case SandboxRequest.ListFiles list -> "list " + list.path();
            case SandboxRequest.ImportFiles files ->
                "take in " + files.attachments().size() + " files";
            case SandboxRequest.ExportFile file -> "send " + file.path();
            case SandboxRequest.Cancel cancel -> "cancel " + cancel.target();
            case SandboxRequest.Release _ -> "no more in this turn";
            case SandboxRequest.CloseSession close -> "no more in session " + close.session();
        };
    }

    static String outcome(SandboxOutcome outcome, StoryWords words) {
        return switch (outcome) {
            case SandboxOutcome.Completed done ->
                "exit " + done.exitCode() + spaced(words.shown(done.stdout())) + spaced(words.shown(done.stderr()))
                        + (done.truncated() ? " (cut)" : "");
            case SandboxOutcome.FileContent file ->
                file.path() + " has " + file.totalBytes() + " bytes: " + words.shown(file.text());
            case SandboxOutcome.FileChanged file -> file.path() + " has " + file.totalBytes() + " bytes now";
            case SandboxOutcome.FileDeleted file -> file.path() + " is gone, with " + file.entries() + " entries";
            case SandboxOutcome.Listing list ->
                list.path() + " has " + list.entries().size() + " entries";
            case SandboxOutcome.Imported files -> "taken in as " + String.join(", ", files.paths());
            case SandboxOutcome.Exported file ->
                file.file().name() + " has " + file.file().size() + " bytes";
            case SandboxOutcome.Refused refused -> "REFUSED: " + refused.reason();
            case SandboxOutcome.LimitReached limit ->
                "LIMIT: " + limit.reason() + spaced(words.shown(limit.partialOutput()));
            case SandboxOutcome.Cancelled cancelled -> "cancelled" + spaced(words.shown(cancelled.partialOutput()));
            case SandboxOutcome.Interrupted interrupted ->
                "INTERRUPTED by a crash" + spaced(words.shown(interrupted.partialOutput()));
            case SandboxOutcome.Unavailable unavailable -> "UNAVAILABLE: " + unavailable.reason();
            case SandboxOutcome.Gone _ -> "the person's directory is gone";
        };
    }

    private static String spaced(String text) {
        return text.isEmpty() ? "" : ": " + text;
    }
}
