package io.moltmates.agent.model;

import io.moltmates.agent.model.ModelRequest.SystemPrompt;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.config.Dialect;
import io.moltmates.schema.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Clients of the provider double in each dialect, with limits that a test can wait for.
final class Providers {

    static final String KEY = "sk-test-0123456789abcdef";
    static final ModelTimeouts QUICK =
            new ModelTimeouts(Duration.ofMillis(700), Duration.ofMillis(700), Duration.ofSeconds(20));

    static final ModelTool WRITE = new ModelTool("write", "Writes a file.", """
            {"type":"object","properties":{"path":{"type":"string","description":"where"},"content":{"type":"string"},
            "lines":{"type":"array","items":{"type":"integer"}},"mode":{"type":"string","enum":["new","append"]},
            "limit":{"type":"integer","minimum":1}},"required":["path"]}""");

    private static final ModelHttp HTTP = new ModelHttp();

    private Providers() {}

    static Provider provider(Dialect dialect, String url, ModelTimeouts timeouts) {
        return new Provider(
                dialect.name().toLowerCase(Locale.ROOT),
                dialect,
                dialect == Dialect.OPENAI ? url + "/v1" : url,
                Secret.of(KEY),
                "",
                timeouts);
    }

    static ModelClient client(Dialect dialect, String url, ModelTimeouts timeouts) {
        var profile = new ModelProfile(100_000, 8_192, true, true, false);
        return new ModelClientFactory(HTTP)
                .client(
                        provider(dialect, url, timeouts),
                        "double",
                        profile,
                        new ModelClientFactory.Defaults(1_000, null));
    }

    static ModelClient client(Dialect dialect, ProviderDouble provider) {
        return client(dialect, provider.url(), QUICK);
    }

    static ModelRequest asking(String text) {
        return new ModelRequest(
                new SystemPrompt("You are kind.", "It is noon."),
                List.of(new ModelMessage.UserMessage(text)),
                List.of(WRITE));
    }
}
