package io.moltmates.agent.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known of the better-known models, as their vendors published it by November 2026; the longest beginning of
/// a name counts.
final class ModelTable {

    // a local server reserves memory for the whole window, so it gets a modest one unless the operator asks for more
    private static final int LOCAL_WINDOW = 16_384;
    // each message pays for the conversation before it, so a window of a million is used when the operator asks for it
    private static final int USUAL_WINDOW = 200_000;
    private static final Set<String> WITHOUT_TOOLS = Set.of("perplexity");

    private static final TreeMap<String, ModelProfile> BY_BEGINNING = new TreeMap<>();

    static {
        chat("claude", 200_000, 32_000, true);
        chat("claude-3", 200_000, 4_096, true);
        chat("claude-3-5", 200_000, 8_192, true);
        chat("claude-3-7", 200_000, 64_000, true);
        chat("claude-haiku-4", 200_000, 64_000, true);
        chat("claude-sonnet-4", 200_000, 64_000, true);
        chat("claude-opus-4", 200_000, 32_000, true);
        chat("claude-opus-4-5", 200_000, 64_000, true);
        for (String current : List.of(
                "claude-sonnet-4-6",
                "claude-opus-4-6",
                "claude-opus-4-7",
                "claude-opus-4-8",
                "claude-haiku-5",
                "claude-sonnet-5",
                "claude-opus-5",
                "claude-fable",
                "claude-mythos")) {
            chat(current, 1_000_000, 64_000, true);
        }
        chat("gpt-3.5", 16_385, 4_096, false);
        chat("gpt-4", 8_192, 4_096, false);
        chat("gpt-4-turbo", 128_000, 4_096, true);
        chat("gpt-4o", 128_000, 16_384, true);
        chat("chatgpt-4o", 128_000, 16_384, true);
        chat("gpt-4.1", 1_047_576, 32_768, true);
        chat("gpt-oss", 131_072, 32_768, false);
        reasoning("gpt-5", 400_000, 128_000);
        for (String current : List.of("gpt-5.4", "gpt-5.5", "gpt-5.6", "gpt-6")) {
            reasoning(current, 1_050_000, 128_000);
        }
        reasoning("o1", 200_000, 100_000);
        reasoning("o3", 200_000, 100_000);
        reasoning("o4", 200_000, 100_000);
        chat("gpt-5-chat", 128_000, 16_384, true);
        chat("gemini", 1_048_576, 8_192, true);
        chat("grok", 131_072, 16_384, false);
        chat("deepseek", 64_000, 8_192, false);
        chat("llama", 8_192, 4_096, false);
        chat("llama-3.1", 131_072, 8_192, false);
        chat("llama-3.2", 131_072, 8_192, false);
        chat("llama-3.3", 131_072, 32_768, false);
        chat("meta-llama-3.1", 131_072, 8_192, false);
        chat("llama-4", 131_072, 8_192, true);
        chat("llama3.1", 131_072, 8_192, false);
        chat("llama3.2", 131_072, 8_192, false);
        chat("llama3.2-vision", 131_072, 8_192, true);
        chat("llava", 4_096, 2_048, true);
        chat("mistral", 32_768, 8_192, false);
        chat("mixtral", 32_768, 8_192, false);
        chat("qwen", 32_768, 8_192, false);
        chat("qwen3", 40_960, 8_192, false);
        chat("gemma", 8_192, 4_096, false);
        chat("gemma3", 131_072, 8_192, true);
        chat("sonar", 127_072, 8_000, false);
        chat("kimi", 131_072, 16_384, false);
    }

    /// Models that are used when only the provider's key is there.
    static final Map<String, String> DEFAULTS = Map.of(
            "anthropic", "claude-sonnet-4-6",
            "openai", "gpt-4.1",
            "groq", "llama-3.3-70b-versatile",
            "openrouter", "openrouter/auto",
            "together", "meta-llama/Llama-3.3-70B-Instruct-Turbo",
            "perplexity", "sonar");

    private ModelTable() {}

    static ModelProfile profile(String provider, String model, boolean local, @Nullable Integer window) {
        var name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        var known = BY_BEGINNING.descendingMap().entrySet().stream()
                .filter(entry -> name.startsWith(entry.getKey()))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(ModelProfile.UNKNOWN);
        int usual = Math.min(known.contextWindow(), local ? LOCAL_WINDOW : USUAL_WINDOW);
        int context = window == null ? usual : window;
        return new ModelProfile(
                context,
                Math.min(known.maxOutput(), Math.max(1, context / 2)),
                known.tools() && !WITHOUT_TOOLS.contains(provider),
                known.images(),
                known.reasoning());
    }

    private static void chat(String beginning, int window, int maxOutput, boolean images) {
        BY_BEGINNING.put(beginning, new ModelProfile(window, maxOutput, true, images, false));
    }

    private static void reasoning(String beginning, int window, int maxOutput) {
        BY_BEGINNING.put(beginning, new ModelProfile(window, maxOutput, true, true, true));
    }
}
