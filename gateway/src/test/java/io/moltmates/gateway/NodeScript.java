package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A running script of `src/test/js`, which uses packages from npm and prints one JSON object of what it saw.
final class NodeScript implements AutoCloseable {

    private static final Path SCRIPTS = Path.of("src/test/js").toAbsolutePath();

    private final Process process;
    private final Path output;
    private final Path errors;

    private NodeScript(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /// Skips the test where the package is not installed.
    ///
    /// @param directory for what it prints
    static NodeScript start(String script, String npmPackage, Path directory, Map<String, String> environment)
            throws IOException {
        assumeTrue(
                Files.isDirectory(SCRIPTS.resolve("node_modules").resolve(npmPackage)),
                "the npm package " + npmPackage
                        + " is not installed: npm install --no-package-lock in gateway/src/test/js");
        Path output = directory.resolve(script + ".json");
        Path errors = directory.resolve(script + ".errors");
        var builder = new ProcessBuilder("node", script)
                .directory(SCRIPTS.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new NodeScript(builder.start(), output, errors);
    }

    /// Waits for its end, which has to be a good one.
    JsonNode seen() throws IOException, InterruptedException {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(() -> text(errors)).isZero();
        return RecordCodec.mapper().readTree(Files.readString(output));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
