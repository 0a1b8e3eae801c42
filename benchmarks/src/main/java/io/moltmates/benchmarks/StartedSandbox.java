package io.moltmates.benchmarks;

import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// A gateway of its own whose sandbox is measured, and who asks it; its containers go when it is closed.
final class StartedSandbox implements AutoCloseable {

    private final StartedGateway gateway;
    private final SandboxEngine engine;
    private final SandboxClient client;
    private final Thread atExit = new Thread(this::end);
    private final AtomicBoolean closed = new AtomicBoolean();

    private StartedSandbox(StartedGateway gateway, SandboxEngine engine, SandboxClient client) {
        this.gateway = gateway;
        this.engine = engine;
        this.client = client;
        Runtime.getRuntime().addShutdownHook(atExit); // containers outlive the gateway, also if this is interrupted
    }

    /// @param pool how many containers it prepares
    /// @param docker what `sandbox.docker` says: `runtime`, `image`
    static StartedSandbox start(Path launcher, SandboxEngine engine, int pool, Map<String, String> docker)
            throws IOException, InterruptedException {
        var gateway = StartedGateway.start(launcher, configuration(pool, docker));
        try {
            return new StartedSandbox(gateway, engine, SandboxClient.open(gateway.brokerClient()));
        } catch (IOException | InterruptedException e) {
            gateway.close();
            throw e;
        }
    }

    StartedGateway gateway() {
        return gateway;
    }

    SandboxPerson newPerson() throws IOException, InterruptedException {
        return SandboxPerson.create(gateway.layout(), client);
    }

    /// The names of its containers that run.
    Set<String> containers() {
        return engine.runningBelow(gateway.layout().root());
    }

    private static String configuration(int pool, Map<String, String> docker) {
        return """
                {
                  agents: { main: { model: "demo/demo" } },
                  sandbox: { pool: %d, docker: %s },
                }
                """.formatted(pool, new String(RecordCodec.write(docker), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // the program is ending already
        }
    }

    private void end() {
        if (closed.compareAndSet(false, true)) {
            Path state = gateway.layout().root();
            client.close();
            gateway.close();
            try {
                engine.removeBelow(state);
            } catch (RuntimeException e) { // the engine is gone, or was closed before
                System.err.println("The containers of " + state + " were not removed; they end by themselves: " + e);
            }
        }
    }
}
