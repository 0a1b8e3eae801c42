package io.moltmates.agent.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A server on a real socket that answers every request with the same bytes, then closes the connection.
final class PlayedStream implements AutoCloseable {

    private final ServerSocket server;
    private final byte[] response;

    private PlayedStream(ServerSocket server, byte[] response) {
        this.server = server;
        this.response = response;
    }

    /// Plays a stream of events that ends when the connection does.
    static PlayedStream of(String body) {
        return ofResponse("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + body);
    }

    static PlayedStream ofResponse(String response) {
        try {
            var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            var played = new PlayedStream(server, response.getBytes(StandardCharsets.UTF_8));
            Thread.ofVirtual().start(played::serve);
            return played;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (var socket = server.accept()) {
                answer(socket);
            } catch (IOException _) {
                // the test is over, or the client had heard enough
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        int length = 0;
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        in.skip(length);
        socket.getOutputStream().write(response);
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
