package io.moltmates.sandbox.docker;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/// The engine of this machine as one over TLS that demands a certificate of whoever comes.
final class TlsRelay implements AutoCloseable {

    private final SSLServerSocket server;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    final AtomicInteger passed = new AtomicInteger();

    TlsRelay(SSLContext context) throws IOException {
        server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setNeedClientAuth(true);
        Thread.ofVirtual().start(this::serve);
    }

    URI address() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var client = (SSLSocket) server.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> relay(client));
            } catch (IOException _) {
                return; // closed
            }
        }
    }

    private void relay(SSLSocket client) {
        try {
            client.startHandshake();
            passed.incrementAndGet();
            var engine = EngineSocket.unix(Path.of("/var/run/docker.sock"));
            open.add(engine);
            Thread.ofVirtual().start(() -> copy(engine.in(), client, engine));
            copy(client.getInputStream(), engine.out(), client, engine);
        } catch (IOException _) {
            close(client);
        }
    }

    private void copy(InputStream from, SSLSocket to, EngineSocket engine) {
        try {
            copy(from, to.getOutputStream(), to, engine);
        } catch (IOException _) {
            close(to);
        }
    }

    private void copy(InputStream from, OutputStream to, Closeable... both) {
        byte[] bytes = new byte[8192];
        try {
            for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
                to.write(bytes, 0, count);
                to.flush();
            }
        } catch (IOException _) {
            // the end of one is the end of the other
        } finally {
            for (var one : both) {
                close(one);
            }
        }
    }

    private void close(Closeable one) {
        open.remove(one);
        try {
            one.close();
        } catch (IOException _) {
            // it is given up anyway
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(this::close);
    }
}
