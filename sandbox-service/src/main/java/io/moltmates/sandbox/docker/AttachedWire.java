package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.moltmates.sandbox.supervisor.Wire;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// The engine's attachment to a container's standard streams, by an HTTP request that turns into a
/// stream.
///
/// Closing it leaves the container's input open. Costs one connection and no thread; whoever reads it
/// brings one.
final class AttachedWire implements Wire {

    private static final Logger LOG = Logger.getLogger(AttachedWire.class);
    private static final int MAX_HEAD = 16 << 10;
    private static final int BUFFER = 64 << 10;

    private final EngineSocket socket;
    private final InputStream in;

    private AttachedWire(EngineSocket socket, InputStream raw, String container) {
        this.socket = socket;
        in = new StandardOutput(raw, container);
    }

    /// @param container its id or name
    /// @throws NotFoundException if there is none
    static AttachedWire open(EngineSocket socket, String container, Duration limit) throws IOException {
        var late = CompletableFuture.runAsync(
                () -> closeQuietly(socket), CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS));
        try {
            String request = "POST /containers/" + container + "/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n"
                    + "Host: " + socket.address() + "\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                    + "Content-Length: 0\r\n\r\n";
            socket.out().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.out().flush();
            var raw = new BufferedInputStream(socket.in(), BUFFER);
            String status = head(raw).lines().findFirst().orElse("");
            if (status.startsWith("HTTP/1.1 404 ")) {
                throw new NotFoundException("The container is gone");
            }
            if (!status.startsWith("HTTP/1.1 101 ") && !status.startsWith("HTTP/1.1 200 ")) {
                throw new IOException("The engine does not attach: " + status);
            }
            return new AttachedWire(socket, raw, container);
        } catch (IOException | RuntimeException e) {
            closeQuietly(socket);
            throw e;
        } finally {
            late.cancel(false);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() > MAX_HEAD) {
                throw new EOFException("The engine did not answer");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return socket.out();
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(EngineSocket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is given up anyway
        }
    }

    /// Takes the engine's packets apart (kind, three zeros, length) and passes on the standard output's.
    private static final class StandardOutput extends InputStream {

        private static final int HEADER = 8;
        private static final int OUTPUT = 1;
        private static final int LOGGED = 500;

        private final InputStream raw;
        private final String container;
        private long left;

        StandardOutput(InputStream raw, String container) {
            this.raw = raw;
            this.container = container;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            while (left == 0) {
                byte[] header = raw.readNBytes(HEADER);
                if (header.length < HEADER) {
                    return -1;
                }
                long size = (header[4] & 0xffL) << 24
                        | (header[5] & 0xffL) << 16
                        | (header[6] & 0xffL) << 8
                        | (header[7] & 0xffL);
                if (header[0] == OUTPUT) {
                    left = size;
                } else {
                    complain(size);
                }
            }
            int count = raw.read(bytes, offset, (int) Math.min(length, left));
            if (count > 0) {
                left -= count;
            }
            return count;
        }

        private void complain(long size) throws IOException {
            byte[] beginning = raw.readNBytes((int) Math.min(size, LOGGED));
            raw.skipNBytes(size - beginning.length);
            LOG.warnf(
                    "supervisor complains: containerId=%s error=%s",
                    container, new String(beginning, StandardCharsets.UTF_8).strip());
        }
    }
}
