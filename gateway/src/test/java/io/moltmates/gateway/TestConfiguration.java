package io.moltmates.gateway;

import io.moltmates.benchmarks.ProviderDouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes a `moltmate.json` into a state directory that is about to be used.
final class TestConfiguration {

    private TestConfiguration() {}

    /// All three dialects reach the double; OpenAI's is the one that answers unless somebody chooses another.
    static void write(Path state, ProviderDouble provider, String more) {
        write(state, models(provider) + more);
    }

    /// The sections that name the double.
    static String models(ProviderDouble provider) {
        return """
                providers: {
                    openai: { apiKey: "canary-key-openai", baseUrl: "%s" },
                    anthropic: { apiKey: "canary-key-anthropic", baseUrl: "%s" },
                    ollama: { baseUrl: "%s" },
                  },
                  agents: { main: { model: "openai/test-model" } },
                  limits: { messagesPerMinute: 0 },
                """.formatted(provider.openAiUrl(), provider.url(), provider.url());
    }

    static void write(Path state, String sections) {
        try {
            Files.createDirectories(state);
            Files.writeString(state.resolve("moltmate.json"), "{\n  " + sections + "\n}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
