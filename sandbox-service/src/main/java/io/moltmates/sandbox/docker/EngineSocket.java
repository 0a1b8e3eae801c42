package io.moltmates.sandbox.docker;

import com.github.dockerjava.core.DockerClientConfig;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/// One connection to the engine that belongs to whoever opened it, for a stream in both directions.
///
/// Not one of the HTTP client's: its pool would run out, and it passes what is written on by a thread
/// that polls. A blocked read costs a virtual thread and no other. Over a Unix socket, TCP or TLS.
///
/// @param address the other end's name, for HTTP
/// @param in reads what there is
/// @param out passes on at once
/// @param connection closing it ends a read or write that is under way
public record EngineSocket(String address, InputStream in, OutputStream out, Closeable connection)
        implements Closeable {

    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;

    static EngineSocket connect(DockerClientConfig configuration, Duration limit) throws IOException {
        URI host = configuration.getDockerHost();
        return switch (host.getScheme()) {
            case "unix" -> unix(Path.of(host.getPath()));
            case "tcp" -> tcp(host, configuration, limit);
            default -> throw new IOException("Commands can't be run over " + host.getScheme() + ".");
        };
    }

    /// To the engine of this machine.
    public static EngineSocket unix(Path path) throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(path));
            return new EngineSocket("localhost", new ChannelInput(channel), new ChannelOutput(channel), channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static EngineSocket tcp(URI host, DockerClientConfig configuration, Duration limit) throws IOException {
        var tls = configuration.getSSLConfig();
        int port = host.getPort() > 0 ? host.getPort() : tls == null ? PLAIN_PORT : TLS_PORT;
        var plain = new Socket();
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(host.getHost(), port), Math.toIntExact(limit.toMillis()));
            Socket socket = plain;
            if (tls != null) {
                var secure = (SSLSocket)
                        tls.getSSLContext().getSocketFactory().createSocket(plain, host.getHost(), port, true);
                var parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
                plain.setSoTimeout(Math.toIntExact(limit.toMillis()));
                secure.startHandshake();
                plain.setSoTimeout(0);
                socket = secure;
            }
            // closing the plain one never waits for a writer that is stuck
            return new EngineSocket(host.getHost(), socket.getInputStream(), socket.getOutputStream(), plain);
        } catch (GeneralSecurityException e) {
            plain.close();
            throw new IOException("The engine's certificates can't be used", e);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    /// Unlike that of `Channels`, it shares no lock with the output.
    private static final class ChannelInput extends InputStream {

        private final SocketChannel channel;

        ChannelInput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return length == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }

    private static final class ChannelOutput extends OutputStream {

        private final SocketChannel channel;

        ChannelOutput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            var buffer = ByteBuffer.wrap(bytes, offset, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }
}
