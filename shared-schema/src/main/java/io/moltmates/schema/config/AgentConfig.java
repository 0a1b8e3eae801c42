package io.moltmates.schema.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which model answers, and within which limits.
///
/// @param model a model's name, or `provider/model`; without it, a key in the environment or an Ollama on this machine
/// decides
/// @param provider the provider of `model`, where the name does not say it
/// @param fallbacks models that are asked in turn when the first one can't answer, written like `model`
/// @param maxTokens the longest answer, in tokens
/// @param temperature how free the model is, from 0 to 2; without it, the provider's own default
/// @param contextTokens the model's window, in tokens, where the known one is wrong
/// @param systemPrompt what every assistant is told besides their persona
public record AgentConfig(
        @Nullable String model,
        @Nullable String provider,
        List<String> fallbacks,
        int maxTokens,
        @Nullable Double temperature,
        @Nullable Integer contextTokens,
        @Nullable String systemPrompt) {

    public static final AgentConfig DEFAULT = new AgentConfig(null, null, List.of(), 4096, null, null, null);

    private static final String MODEL_RIGHT = "Write a model's name, or provider/model.";

    public AgentConfig {
        fallbacks = List.copyOf(fallbacks);
        if (model != null) {
            Check.filled("model", model, MODEL_RIGHT);
        }
        if (provider != null) {
            Check.filled("provider", provider, "Name one of your providers.");
        }
        Check.each("fallbacks", fallbacks, name -> !name.isBlank(), "is empty", MODEL_RIGHT);
        Check.range("maxTokens", maxTokens, 1, 1_000_000);
        if (temperature != null) {
            Check.range("temperature", temperature, 0.0, 2.0);
        }
        if (contextTokens != null) {
            Check.range("contextTokens", contextTokens, 1000, 100_000_000);
        }
    }

    /// The models to ask, the first one first; empty when the operator chose none.
    ///
    /// `providers` are the names that may stand before the slash.
    public List<ModelReference> models(Set<String> providers) {
        var first = model == null
                ? Stream.<ModelReference>empty()
                : Stream.of(
                        provider == null ? ModelReference.parse(model, providers) : ModelReference.of(provider, model));
        return Stream.concat(first, fallbacks.stream().map(name -> ModelReference.parse(name, providers)))
                .toList();
    }
}
