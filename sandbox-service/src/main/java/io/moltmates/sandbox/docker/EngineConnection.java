package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        var address = address();
        return !"unix".equals(address.getScheme()) || Files.exists(Path.of(address.getPath()));
    }

    /// Where the engine is.
    ///
    /// @throws EngineFault.CertificatesException if that is said to be over TLS, and what it needs is not there
    URI address() {
        return configuration().getDockerHost();
    }

    boolean isTls() {
        var now = configuration();
        return now.getSSLConfig() != null && !"unix".equals(now.getDockerHost().getScheme());
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
        try {
            var built = builder.build();
            if (built.getSSLConfig() instanceof LocalDirectorySSLConfig tls
                    && !"unix".equals(built.getDockerHost().getScheme())) {
                requireUsable(tls);
            }
            return built;
        } catch (DockerClientException e) {
            throw new EngineFault.CertificatesException(String.valueOf(e.getMessage()));
        }
    }

    private static void requireUsable(LocalDirectorySSLConfig tls) {
        var directory = Path.of(tls.getDockerCertPath());
        for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
            if (!Files.isReadable(directory.resolve(file))) {
                throw new EngineFault.CertificatesException(directory.resolve(file) + " is not there, or not readable");
            }
        }
        try {
            var _ = tls.getSSLContext();
        } catch (RuntimeException e) { // whatever it stumbled over in them
            throw new EngineFault.CertificatesException("those in " + directory + " are no PEM files of a key and"
                    + " certificates (" + e.getMessage() + ")");
        }
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
