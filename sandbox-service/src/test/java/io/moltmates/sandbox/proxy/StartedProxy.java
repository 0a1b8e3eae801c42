package io.moltmates.sandbox.proxy;

import io.moltmates.sandbox.docker.CreationRule;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/// A proxy in this process, before the engine of this machine.
public final class StartedProxy implements AutoCloseable {

    private final ProxyServer server;

    private StartedProxy(ProxyServer server) {
        this.server = server;
        Thread.ofVirtual().start(() -> {
            try {
                server.serve();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// @param users the directory of all people
    public static StartedProxy before(Path users) throws IOException {
        return before(Path.of("/var/run/docker.sock"), users);
    }

    static StartedProxy before(Path engine, Path users) throws IOException {
        var gate = new Gate(new Engine(engine), new CreationRule(users), new Links(users), () -> SandboxConfig.DEFAULT);
        return new StartedProxy(new ProxyServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), gate));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
