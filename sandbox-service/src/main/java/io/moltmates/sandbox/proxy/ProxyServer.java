package io.moltmates.sandbox.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/// Listens, and serves each connection on a virtual thread; so many at once, and more wait.
final class ProxyServer implements Closeable {

    private static final Logger LOG = Logger.getLogger(ProxyServer.class);

    /// One for each container that is attached to, and those of a client's pool.
    private static final int CONNECTIONS = 10_000;

    private static final int WAITING = 128;

    private final ServerSocket listener;
    private final Gate gate;
    private final Semaphore room = new Semaphore(CONNECTIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ProxyServer(InetSocketAddress address, Gate gate) throws IOException {
        this.gate = gate;
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address, WAITING);
    }

    int port() {
        return listener.getLocalPort();
    }

    /// Blocks until it is closed.
    void serve() throws InterruptedException {
        while (!listener.isClosed()) {
            room.acquire();
            try {
                var socket = listener.accept();
                threads.execute(() -> {
                    try {
                        new Client(socket, gate).run();
                    } finally {
                        room.release();
                    }
                });
            } catch (IOException e) {
                room.release();
                if (!listener.isClosed()) {
                    LOG.warnf("connection not accepted: error=%s", e);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
