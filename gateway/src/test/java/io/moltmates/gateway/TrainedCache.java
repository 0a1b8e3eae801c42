package io.moltmates.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The AOT cache that the launcher or an image would have, made once for all tests: they start a program many times.
final class TrainedCache {

    private TrainedCache() {}

    /// The flags for a fast start; none if there is no cache.
    ///
    /// @param app the directory of the packaged program
    /// @param java the command that runs a JVM, with its options
    /// @param arguments with which the program ends by itself after its start
    static synchronized List<String> flags(Path app, List<String> java, List<String> arguments) throws IOException {
        Path cache = app.resolveSibling("tests.aot");
        Path jar = app.resolve("quarkus-run.jar");
        Path trained = app.resolveSibling("tests.trained");
        if (Files.notExists(trained)
                || Files.getLastModifiedTime(trained).compareTo(Files.getLastModifiedTime(jar)) < 0) {
            train(cache, jar, java, arguments);
            Files.writeString(trained, "");
        }
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
    }

    private static void train(Path cache, Path jar, List<String> java, List<String> arguments) throws IOException {
        Files.deleteIfExists(cache);
        Path state = Files.createTempDirectory("moltmate-training");
        Files.writeString(
                state.resolve("moltmate.json"), "{agents: {main: {model: 'demo/demo'}}, sandbox: {mode: 'off'}}");
        var command = new ArrayList<>(java);
        command.addAll(List.of("-XX:AOTCacheOutput=" + cache, "-jar", jar.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(cache.resolveSibling("tests-training.log").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "MOLTMATE_STATE_DIR", state.toString(),
                        "MOLTMATE_HTTP_PORT", String.valueOf(FreePorts.three()),
                        "HOME", state.toString()));
        var process = builder.start();
        try {
            if (!process.waitFor(240, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                Files.deleteIfExists(cache);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
