package io.moltmates.sandbox.proxy;

import io.moltmates.sandbox.docker.EngineSocket;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The engine behind its Unix socket: one connection for each call, so that no answer is ever another
/// one's.
///
/// @param socket the engine's
record Engine(Path socket) {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MAX_LINE = 8 << 10;
    private static final int MAX_LINES = 100;
    private static final int MAX_BODY = 32 << 20;

    /// Blocks until the answer is whole, for two minutes at most.
    ///
    /// @param target path and query
    /// @param body JSON; empty for none
    Answer call(String method, String target, String body) throws IOException {
        try (var connection = EngineSocket.unix(socket);
                var _ = limit(connection)) {
            send(connection, method, target, "Connection: close\r\n", body);
            var in = new BufferedInputStream(connection.in());
            return answer(in, Head.read(in));
        }
    }

    /// Attaches to a container's standard streams.
    ///
    /// @param container its id
    Attached attach(String container) throws IOException {
        var connection = EngineSocket.unix(socket);
        try (var _ = limit(connection)) {
            send(
                    connection,
                    "POST",
                    "/containers/" + container + "/attach?stream=1&stdin=1&stdout=1&stderr=1",
                    "Connection: Upgrade\r\nUpgrade: tcp\r\n",
                    "");
            var in = new BufferedInputStream(connection.in());
            var head = Head.read(in);
            if (head.status == 101) {
                return new Attached.Stream(connection, in);
            }
            var answer = answer(in, head);
            connection.close();
            return new Attached.Not(answer);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// How attaching went.
    sealed interface Attached {

        /// @param connection whose output is written to; closing it ends both directions
        /// @param in what the engine says
        record Stream(EngineSocket connection, InputStream in) implements Attached {

            /// Says that nothing more is written; the engine may still speak.
            void endOutput() throws IOException {
                if (connection.connection() instanceof SocketChannel channel) {
                    channel.shutdownOutput();
                }
            }
        }

        record Not(Answer answer) implements Attached {}
    }

    private static Closeable limit(EngineSocket connection) {
        var late = CompletableFuture.runAsync(
                () -> {
                    try {
                        connection.close();
                    } catch (IOException _) {
                        // it is given up anyway
                    }
                },
                CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        return () -> late.cancel(false);
    }

    private static void send(EngineSocket connection, String method, String target, String headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + target + " HTTP/1.1\r\nHost: engine\r\n" + headers
                + (bytes.length > 0 ? "Content-Type: application/json\r\n" : "")
                + "Content-Length: " + bytes.length + "\r\n\r\n";
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(bytes);
        connection.out().write(whole.toByteArray());
    }

    private static Answer answer(InputStream in, Head head) throws IOException {
        boolean empty = head.status == 204 || head.status == 304;
        byte[] body = empty ? new byte[0] : head.chunked ? chunks(in) : in.readNBytes(bounded(head.length));
        if (!empty && !head.chunked && head.length >= 0 && body.length < head.length) {
            throw new EOFException("The engine's answer ends early");
        }
        return new Answer(head.status, head.type, new String(body, StandardCharsets.UTF_8));
    }

    private static int bounded(int length) throws IOException {
        if (length > MAX_BODY) {
            throw new IOException("The engine's answer is too long");
        }
        return length < 0 ? MAX_BODY : length;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            int count = Integer.parseInt(line(in).strip(), 16);
            if (count < 0 || body.size() + count > MAX_BODY) {
                throw new IOException("The engine's answer is too long");
            }
            body.writeBytes(in.readNBytes(count));
            if (!line(in).isEmpty()) {
                throw new IOException("The engine's answer can't be read");
            }
            if (count == 0) {
                return body.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0 || line.length() > MAX_LINE) {
                throw new EOFException("The engine's answer ends early");
            }
            line.append((char) one);
        }
        return line.toString().stripTrailing();
    }

    /// @param length -1 if it is not told: until the end of the stream
    private record Head(int status, String type, int length, boolean chunked) {

        static Head read(InputStream in) throws IOException {
            String[] status = line(in).split(" ", 3);
            if (status.length < 2 || !status[1].matches("[1-5][0-9][0-9]")) {
                throw new IOException("The engine's answer can't be read");
            }
            String type = Answer.JSON;
            int length = -1;
            boolean chunked = false;
            for (int i = 0; i < MAX_LINES; i++) {
                String line = line(in);
                if (line.isEmpty()) {
                    return new Head(Integer.parseInt(status[1]), type, length, chunked);
                }
                String value = line.substring(line.indexOf(':') + 1).strip();
                switch (line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT)) {
                    case "content-type" -> type = value;
                    case "content-length" -> length = Integer.parseInt(value);
                    case "transfer-encoding" -> chunked = value.equals("chunked");
                    default -> {}
                }
            }
            throw new IOException("The engine's answer can't be read");
        }
    }
}
