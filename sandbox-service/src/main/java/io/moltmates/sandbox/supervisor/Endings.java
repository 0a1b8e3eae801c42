package io.moltmates.sandbox.supervisor;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.SandboxOutcome.Refused;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// Says in sentences how a command ended that did not end by itself.
///
/// @param time the whole command's limit
record Endings(RunLimits limits, Duration time) {

    private static final int ARGUMENTS_TOO_LONG = 7;
    private static final int TRY_AGAIN = 11;
    private static final int NO_MEMORY = 12;

    private static final Map<Integer, String> SIGNALS = Map.of(
            1, "SIGHUP", 2, "SIGINT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 11, "SIGSEGV", 13, "SIGPIPE",
            15, "SIGTERM", 31, "SIGSYS");

    /// @param output what it printed so far
    SandboxOutcome of(RunEnd end, KeptOutput output) {
        return switch (end.reason()) {
            case EXITED, SIGNAL -> throw new IllegalArgumentException("It ended by itself: " + end.reason());
            case TIME -> limit(outOfTime() + also(end), output);
            case OUTPUT ->
                limit(
                        "It printed more than " + amount(limits.outputBytes())
                                + ", so it was ended. Print less: only what matches, or only the first lines.",
                        output);
            case MEMORY -> limit("It needed more memory than it may have, so it was ended." + also(end), output);
            case FILE_SIZE ->
                limit("It made a file larger than " + amount(limits.fileSizeBytes()) + ", so it was ended.", output);
            case CPU -> limit("It used more processor time than it may, so it was ended.", output);
            case QUOTA -> limit("It took the workspace above what it may hold, so it was ended. " + room(), output);
            case CANCELLED -> new Cancelled(output.partial());
            case REFUSED -> new Refused("Not run: " + refusal(end.detail()));
            case NOT_STARTED -> notStarted(end, output);
        };
    }

    LimitReached timedOut(KeptOutput output) {
        return limit(outOfTime(), output);
    }

    private String outOfTime() {
        return "It ran longer than " + seconds(time) + " seconds, so it was ended.";
    }

    /// The exit code of a pipeline that ended by itself, as a shell has it; what else there is to say about
    /// it becomes a line of the output.
    int exitCode(RunEnd end, KeptOutput output) {
        boolean isCrash = end.reason() == RunEnd.Reason.SIGNAL;
        if (isCrash) {
            output.note("The program crashed (" + SIGNALS.getOrDefault(end.value(), "signal " + end.value()) + ").");
        }
        if (!end.detail().isBlank()) {
            output.note(also(end).strip());
        }
        return isCrash ? 128 + end.value() : end.value();
    }

    /// Such as that a limit on processes or on what the workspace holds was in the way.
    private String also(RunEnd end) {
        if (end.detail().isBlank()) {
            return "";
        }
        String quota = end.detail().contains("quota") ? " " + room() : "";
        return " In the sandbox, " + sentence(end.detail(), "") + quota;
    }

    private String room() {
        return "The workspace may hold " + amount(limits.workspaceBytes())
                + "; reading files still works, and deleting some makes room.";
    }

    private static String refusal(String detail) {
        String allowed = detail.startsWith("the operand") ? " Name files in the workspace or in /tmp." : "";
        return sentence(detail, "the sandbox does not allow it") + allowed;
    }

    private static SandboxOutcome notStarted(RunEnd end, KeptOutput output) {
        return switch (end.value()) {
            case ARGUMENTS_TOO_LONG ->
                new Refused("Not run: the arguments are too long. Put the text into a file and name the file.");
            case TRY_AGAIN, NO_MEMORY ->
                limit("It needed more processes or memory than it may have, so it was ended.", output);
            default ->
                new Unavailable("The command could not be started: " + sentence(end.detail(), "error " + end.value())
                        + " Whoever runs this server can see why.");
        };
    }

    private static LimitReached limit(String reason, KeptOutput output) {
        return new LimitReached(reason, output.partial());
    }

    private static String sentence(String detail, String otherwise) {
        String text = detail.isBlank() ? otherwise : detail.strip();
        return text.endsWith(".") ? text : text + ".";
    }

    private static String amount(long bytes) {
        return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : bytes >= 1 << 10 ? (bytes >> 10) + " KB" : bytes + " bytes";
    }

    private static String seconds(Duration limit) {
        return limit.toMillis() % 1000 == 0
                ? String.valueOf(limit.toSeconds())
                : String.format(Locale.ROOT, "%.3f", limit.toMillis() / 1000.0);
    }
}
