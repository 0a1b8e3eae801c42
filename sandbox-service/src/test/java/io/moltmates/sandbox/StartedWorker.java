package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// A [SandboxWorker] that runs in a process of its own, on this machine or in a container on it.
public final class StartedWorker implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final BufferedWriter in;
    private volatile boolean ended;
    private final Map<String, CompletableFuture<String>> said = new ConcurrentHashMap<>();

    private StartedWorker(Process process) {
        this.process = process;
        in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
    }

    static StartedWorker here(Path state, String session) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(program());
        return start(command, Map.of("MOLTMATE_STATE_DIR", state.toString(), SandboxWorker.SESSION_VARIABLE, session));
    }

    /// @param command that starts it
    public static StartedWorker start(List<String> command, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(environment);
            return new StartedWorker(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> program() {
        return program(classpath());
    }

    /// What comes after `java`.
    public static List<String> program(String classpath) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.jboss.logging.provider=jdk",
                "-cp",
                classpath,
                SandboxWorker.class.getName());
    }

    static String classpath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 2);
                answer(words[0]).complete(words.length > 1 ? words[1] : "");
            }
        } catch (IOException _) {
            // it has ended
        }
        ended = true;
        said.values()
                .forEach(answer -> answer.completeExceptionally(new IllegalStateException("The worker has ended")));
    }

    private CompletableFuture<String> answer(String name) {
        var answer = said.computeIfAbsent(name, _ -> new CompletableFuture<>());
        if (ended) {
            answer.completeExceptionally(new IllegalStateException("The worker has ended"));
        }
        return answer;
    }

    /// Whether commands can run there: `on: …` or `off: <reason> | <remedy>`.
    public String availability() {
        assertThat(answer("availability")).succeedsWithin(LIMIT);
        return answer("availability").join();
    }

    /// @param step of one turn
    CompletableFuture<String> begin(String person, String step, String command) {
        try {
            in.write(person + " " + step + " " + command + "\n");
            in.flush();
            return answer(step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How it ended, as JSON.
    public String run(String person, String step, String command) {
        var ended = begin(person, step, command);
        assertThat(ended).succeedsWithin(LIMIT);
        return ended.join();
    }

    void kill() {
        process.destroyForcibly();
        assertThat(process.onExit()).succeedsWithin(LIMIT);
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.onExit().join();
    }
}
