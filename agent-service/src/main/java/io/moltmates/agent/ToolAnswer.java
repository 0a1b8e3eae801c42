package io.moltmates.agent;

import io.moltmates.schema.SandboxOutcome;
import java.util.stream.Collectors;

/// What a tool tells the model.
///
/// @param error whether it did not do what was asked
record ToolAnswer(String text, boolean error) {

    private static final int MOST_CHARACTERS = 32_000;

    ToolAnswer {
        text = Texts.cut(text, MOST_CHARACTERS);
    }

    static ToolAnswer of(SandboxOutcome outcome) {
        return switch (outcome) {
            case SandboxOutcome.Completed completed -> new ToolAnswer(describe(completed), completed.exitCode() != 0);
            case SandboxOutcome.FileContent(var _, var text, var total, var truncated) ->
                done(truncated ? text + "\n[cut here: the file has " + total + " bytes]" : text);
            case SandboxOutcome.FileChanged(var path, var total) -> done("Written: " + path + ", " + total + " bytes.");
            case SandboxOutcome.FileDeleted(var path, var entries) ->
                done("Deleted: " + path + (entries > 1 ? ", with all that was in it." : "."));
            case SandboxOutcome.Listing listing -> done(describe(listing));
            case SandboxOutcome.Imported(var paths) -> done(String.join("\n", paths));
            case SandboxOutcome.Exported(var file) -> done(file.name());
            case SandboxOutcome.Refused(var reason) -> failed(reason);
            case SandboxOutcome.LimitReached(var reason, var partial) -> failed(partial(reason, partial));
            case SandboxOutcome.Cancelled(var partial) -> failed(partial("This was stopped.", partial));
            case SandboxOutcome.Interrupted(var partial) ->
                failed(partial("This was cut off by a restart; whether it had an effect is not known.", partial));
            case SandboxOutcome.Unavailable(var reason) -> failed(reason);
            case SandboxOutcome.Gone() -> failed("The person's files are gone.");
        };
    }

    static ToolAnswer failed(String text) {
        return new ToolAnswer(text, true);
    }

    private static ToolAnswer done(String text) {
        return new ToolAnswer(text, false);
    }

    private static String describe(SandboxOutcome.Completed completed) {
        var text = new StringBuilder();
        if (completed.exitCode() != 0) {
            text.append("exit code ").append(completed.exitCode()).append('\n');
        }
        text.append(completed.stdout());
        if (!completed.stderr().isBlank()) {
            text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : "\n")
                    .append("stderr: ")
                    .append(completed.stderr());
        }
        if (completed.truncated()) {
            text.append("\n[the output was cut]");
        }
        return text.isEmpty() ? "(no output)" : text.toString();
    }

    private static String describe(SandboxOutcome.Listing listing) {
        if (listing.entries().isEmpty()) {
            return "(empty)";
        }
        String lines = listing.entries().stream()
                .map(entry -> switch (entry.kind()) {
                    case "directory" -> entry.name() + "/";
                    case "file" -> entry.name() + " (" + AttachmentNotes.size(entry.size()) + ")";
                    default -> entry.name() + " (" + entry.kind() + ")";
                })
                .collect(Collectors.joining("\n"));
        return listing.truncated() ? lines + "\n[there are more]" : lines;
    }

    private static String partial(String reason, String output) {
        return output.isBlank() ? reason : reason + "\nOutput until then:\n" + output;
    }
}
