package io.moltmates.schema.config;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A provider that needs no `baseUrl`: where it is, what it speaks, and the environment variable that usually holds its
/// key.
public record KnownProvider(
        String name, Dialect dialect, URI baseUrl, @Nullable String keyVariable) {

    private static final Map<String, KnownProvider> ALL = new TreeMap<>();

    static {
        add("anthropic", Dialect.ANTHROPIC, "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY");
        add("openai", Dialect.OPENAI, "https://api.openai.com/v1", "OPENAI_API_KEY");
        add("ollama", Dialect.OLLAMA, "http://127.0.0.1:11434", null);
        add("groq", Dialect.OPENAI, "https://api.groq.com/openai/v1", "GROQ_API_KEY");
        add("together", Dialect.OPENAI, "https://api.together.xyz/v1", "TOGETHER_API_KEY");
        add("perplexity", Dialect.OPENAI, "https://api.perplexity.ai", "PERPLEXITY_API_KEY");
        add("openrouter", Dialect.OPENAI, "https://openrouter.ai/api/v1", "OPENROUTER_API_KEY");
        add("vllm", Dialect.OPENAI, "http://127.0.0.1:8000/v1", null);
        add("llamacpp", Dialect.OPENAI, "http://127.0.0.1:8080/v1", null);
    }

    /// All of them by name.
    public static Map<String, KnownProvider> all() {
        return Map.copyOf(ALL);
    }

    public static @Nullable KnownProvider named(String name) {
        return ALL.get(name);
    }

    private static void add(String name, Dialect dialect, String baseUrl, @Nullable String keyVariable) {
        ALL.put(name, new KnownProvider(name, dialect, URI.create(baseUrl), keyVariable));
    }
}
