package io.moltmates.sandbox.supervisor;

import io.moltmates.sandbox.policy.ExecPlan;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// One pipeline as the supervisor is asked to run it.
///
/// @param writes whether it may change the workspace
/// @param body directory, operands and programs, encoded
record ExecRequest(boolean writes, ByteBuffer body) {

    static final int MAX_STAGES = 8;

    /// Of all stages together, with the programs' names.
    static final int MAX_ARGUMENTS = 4095;

    static final int MAX_OPERANDS = 1024;

    /// Of arguments and operands; the rest of the frame is for what is said about them.
    static final int MAX_BYTES = 120 << 10;

    private static final Duration MAX_TIME = Duration.ofDays(1);

    private static final String DIRECTORY = "/workspace";
    private static final int LIMITS = 49;

    /// @param programs the absolute path of each
    static ExecRequest of(ExecPlan.Pipeline pipeline, Map<String, String> programs) {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        try {
            write(out, DIRECTORY);
            write(
                    out,
                    pipeline.stages().stream()
                            .flatMap(stage -> stage.operands().stream())
                            .toList());
            out.writeByte(pipeline.stages().size());
            for (var stage : pipeline.stages()) {
                write(out, programs.getOrDefault(stage.program(), ""));
                out.writeShort(stage.arguments().size() + 1);
                write(out, stage.program());
                for (String argument : stage.arguments()) {
                    write(out, argument);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written to", e);
        }
        boolean writes = pipeline.stages().stream().anyMatch(ExecPlan.Stage::writes);
        return new ExecRequest(writes, ByteBuffer.wrap(bytes.toByteArray()));
    }

    /// Why the supervisor would not take the pipeline, as a sentence.
    static Optional<String> fault(ExecPlan.Pipeline pipeline) {
        var stages = pipeline.stages();
        int arguments =
                stages.stream().mapToInt(stage -> stage.arguments().size() + 1).sum();
        int operands =
                stages.stream().mapToInt(stage -> stage.operands().size()).sum();
        long bytes = LIMITS
                + stages.stream()
                        .flatMap(stage -> Stream.concat(stage.arguments().stream(), stage.operands().stream()))
                        .mapToLong(text -> Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length)
                        .sum();
        if (stages.size() > MAX_STAGES) {
            return Optional.of("A pipeline may have " + MAX_STAGES + " programs.");
        }
        if (arguments > MAX_ARGUMENTS || operands > MAX_OPERANDS) {
            return Optional.of("A command may have " + MAX_OPERANDS + " files and " + MAX_ARGUMENTS + " arguments.");
        }
        if (bytes > MAX_BYTES) {
            return Optional.of(
                    "A command may have " + (MAX_BYTES >> 10) + " KB. Put the text into a file and name the file.");
        }
        return Optional.empty();
    }

    /// @param time how long it may run
    /// @param outputBytes how much it may print
    Frame frame(long run, RunLimits limits, Duration time, long outputBytes) {
        long millis = Math.clamp(time.toMillis(), 1, MAX_TIME.toMillis());
        int cpuSeconds = limits.cpuSeconds() > 0 ? limits.cpuSeconds() : (int) (millis / 1000) + 2;
        var payload = ByteBuffer.allocate(LIMITS + body.remaining())
                .putInt((int) millis)
                .putInt(cpuSeconds)
                .putLong(limits.addressSpaceBytes())
                .putLong(limits.fileSizeBytes())
                .putInt(limits.openFiles())
                .putInt(limits.processes())
                .putLong(Math.max(1, outputBytes))
                .putLong(limits.workspaceBytes())
                .put((byte) (writes ? 1 : 0))
                .put(body.duplicate())
                .flip();
        return new Frame(Frame.EXEC, run, payload);
    }

    private static void write(DataOutputStream out, List<String> texts) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            write(out, text);
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
