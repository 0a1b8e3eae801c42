package io.moltmates.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An agent worker as a process of its own, beside a gateway that leaves the turns to workers.
final class StartedWorker implements AutoCloseable {

    /// For that gateway's environment, with `false`.
    static final String AGENT_IN_GATEWAY = "MOLTMATES_AGENT_ENABLED";

    private final String name;
    private final Process process;

    private StartedWorker(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /// @param repository where `agent-service` is built
    /// @param name by which its group knows it
    static StartedWorker start(Path repository, StartedGateway gateway, String name) throws IOException {
        Path jar = repository.resolve("agent-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException("There is no " + jar + "; ./moltmate version builds it");
        }
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dquarkus.http.port=0",
                "-Dmp.messaging.incoming.agent-turns.client.id=" + name));
        gateway.brokerClient().forEach((key, value) -> command.add("-Dkafka." + key + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(gateway.layout().root().resolve(name + ".out").toFile());
        builder.environment().put("MOLTMATE_STATE_DIR", gateway.layout().root().toString());
        builder.environment().put("MOLTMATE_HTTP_PORT", "0"); // any that is free
        return new StartedWorker(name, builder.start());
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    void kill9() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
