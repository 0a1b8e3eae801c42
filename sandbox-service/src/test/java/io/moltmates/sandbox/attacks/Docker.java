package io.moltmates.sandbox.attacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The engine as an operator has it: its command line.
public final class Docker {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// @param output both of its streams, in the order in which they came
    public record Answer(int exitCode, String output) {

        List<String> lines() {
            return output.lines().toList();
        }
    }

    private Docker() {}

    /// Whether there is an engine, and the command for it.
    public static boolean isThere() {
        try {
            return answer("version").exitCode() == 0;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    /// What the command printed, which has to have succeeded.
    public static String run(String... arguments) {
        var answer = answer(arguments);
        if (answer.exitCode() != 0) {
            throw new IllegalStateException("docker " + String.join(" ", arguments) + ": " + answer.output());
        }
        return answer.output();
    }

    public static Answer answer(String... arguments) {
        var command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        return answer(command);
    }

    static Answer answer(List<String> command) {
        try {
            Path output = Files.createTempFile("docker", ".txt");
            try {
                var process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
                return new Answer(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the engine was asked", e);
        }
    }
}
