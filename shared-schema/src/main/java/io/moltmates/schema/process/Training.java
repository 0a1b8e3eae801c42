package io.moltmates.schema.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Waits until the service that starts in this process answers, asks it a little, and ends the process.
final class Training {

    private static final List<String> PAGES = List.of("/q/health", "/q/metrics", "/");
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String base;

    Training(int port) {
        base = "http://127.0.0.1:" + port;
    }

    void run() {
        long end = System.nanoTime() + LONGEST_NANOS;
        while (!answers("/q/health/live")) {
            if (System.nanoTime() > end) {
                System.exit(1);
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        PAGES.forEach(this::answers);
        System.exit(0);
    }

    /// Whether there is an answer, whatever it says.
    private boolean answers(String path) {
        try {
            var connection = (HttpURLConnection) URI.create(base + path).toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            boolean answered = connection.getResponseCode() > 0;
            connection.disconnect();
            return answered;
        } catch (IOException _) {
            return false;
        }
    }
}
