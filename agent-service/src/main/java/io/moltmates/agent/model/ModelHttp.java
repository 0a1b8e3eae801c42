package io.moltmates.agent.model;

import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The HTTP client for all providers, made when the first one is asked. Thread-safe; not in a class initializer, since
/// it reads certificates, and whoever waits for a class keeps its carrier thread
/// (`docs/adr/0025-a-process-that-stands-still-ends.md`).
final class ModelHttp {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private @Nullable HttpClient client;

    synchronized HttpClient client() {
        var made = client;
        if (made == null) {
            made = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(task -> Thread.ofVirtual().name("model-http").start(task))
                    .build();
            client = made;
        }
        return made;
    }
}
