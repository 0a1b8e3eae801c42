package io.moltmates.gateway;

import io.moltmates.schema.process.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// agent-service as a process of its own, beside a gateway that runs the other services.
final class AgentWorker implements AutoCloseable {

    /// For the gateway that leaves the turns to workers.
    static final String NO_AGENT_IN_GATEWAY = "MOLTMATES_AGENT_ENABLED";

    private final Process process;
    private final Path log;

    private AgentWorker(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static AgentWorker start(RunningGateway gateway, Path log) {
        return start(gateway, log, "agent-turns");
    }

    /// @param name by which its group knows it
    static AgentWorker start(RunningGateway gateway, Path log, String name) {
        Path app =
                Path.of("../agent-service/target/quarkus-app").toAbsolutePath().normalize();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // many are started, and none lives long
                "-Xmx256m"));
        try {
            command.addAll(TrainedCache.flags(app, List.copyOf(command), List.of(ServiceProcess.TRAINING)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.addAll(List.of("-Dmp.messaging.incoming.agent-turns.client.id=" + name, "-Dquarkus.http.port=0"));
        gateway.brokerClient().forEach((key, value) -> command.add("-Dkafka." + key + "=" + value));
        command.addAll(List.of("-jar", app.resolve("quarkus-run.jar").toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("MOLTMATE_STATE_DIR", gateway.layout().root().toString());
        builder.environment().put("MOLTMATE_HTTP_PORT", "0"); // any that is free
        try {
            return new AgentWorker(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill9() {
        process.destroyForcibly();
    }

    /// Lets it end in order.
    void terminate() {
        process.destroy();
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thaw();
        process.destroyForcibly();
    }
}
