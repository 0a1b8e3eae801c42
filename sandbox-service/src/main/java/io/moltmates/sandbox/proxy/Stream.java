package io.moltmates.sandbox.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// Passes bytes on between a client and a container's standard streams, in both directions, each until
/// its own end.
final class Stream {

    private static final int BUFFER = 64 << 10;

    private final Engine.Attached.Stream engine;
    private final Socket client;
    private final InputStream fromClient;

    Stream(Engine.Attached.Stream engine, Socket client, InputStream fromClient) {
        this.engine = engine;
        this.client = client;
        this.fromClient = fromClient;
    }

    /// Blocks until both directions have ended; a broken one ends the other. A client that only has
    /// nothing more to say still hears the container.
    void run() throws IOException {
        var toEngine = Thread.ofVirtual().name("engine-stream").start(() -> {
            try {
                copy(fromClient, engine.connection().out());
                engine.endOutput();
            } catch (IOException _) {
                close();
            }
        });
        try {
            copy(engine.in(), client.getOutputStream());
            client.shutdownOutput();
            toEngine.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            // a client that is gone is noticed here
        } finally {
            close();
        }
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            out.flush();
        }
    }

    private void close() {
        try (client) {
            engine.connection().close();
        } catch (IOException _) {
            // it is given up anyway
        }
    }
}
