package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The connection to a Docker engine, opened when it is first needed: a pool for short calls, and a
/// connection of its own for each container that is attached to.
final class EngineConnection implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 128;

    private final @Nullable URI host;
    private @Nullable DockerClient control;
    private boolean closed;

    /// @param host null takes `DOCKER_HOST`, or the usual socket
    EngineConnection(@Nullable URI host) {
        this.host = host;
    }

    boolean isTo(@Nullable URI other) {
        return host == null ? other == null : host.equals(other);
    }

    /// Whether there is a socket at all; true for an engine that is reached otherwise.
    boolean hasSocket() {
        var address = configuration().getDockerHost();
        return !"unix".equals(address.getScheme()) || Files.exists(Path.of(address.getPath()));
    }

    /// For calls that are answered soon.
    synchronized DockerClient control() {
        requireOpen();
        if (control == null) {
            control = client();
        }
        return control;
    }

    /// Attaches to a container's standard streams.
    ///
    /// @param container its id or name
    AttachedWire attach(String container) throws IOException {
        synchronized (this) {
            requireOpen();
        }
        return AttachedWire.open(EngineSocket.connect(configuration(), CONNECT), container, ANSWER);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The connection to the engine was closed");
        }
    }

    private DefaultDockerClientConfig configuration() {
        var builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
        if (host != null) {
            builder.withDockerHost(host.toString());
        }
        return builder.build();
    }

    private DockerClient client() {
        var configuration = configuration();
        var transport = new ZerodepDockerHttpClient.Builder()
                .dockerHost(configuration.getDockerHost())
                .sslConfig(configuration.getSSLConfig())
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT)
                .responseTimeout(ANSWER);
        return DockerClientImpl.getInstance(configuration, transport.build());
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeQuietly(control);
    }

    private static void closeQuietly(@Nullable DockerClient client) {
        try {
            if (client != null) {
                client.close();
            }
        } catch (IOException _) {
            // it is given up anyway
        }
    }
}
