package io.moltmates.schema.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A model as people write it: `claude-opus-4` or `openrouter/meta-llama/llama-3`; no provider means that the name
/// decides.
public record ModelReference(@Nullable String provider, String model) {

    /// Takes what stands before the first slash as the provider only if it is one of `providers`, since models have
    /// slashes too.
    public static ModelReference parse(String text, Set<String> providers) {
        String name = text.strip();
        int slash = name.indexOf('/');
        boolean named = slash > 0 && slash < name.length() - 1 && providers.contains(name.substring(0, slash));
        return named
                ? new ModelReference(name.substring(0, slash), name.substring(slash + 1))
                : new ModelReference(null, name);
    }

    /// A model of this provider; the provider's name may stand before the slash again.
    public static ModelReference of(String provider, String model) {
        var parsed = parse(model, Set.of(provider));
        return new ModelReference(provider, parsed.model());
    }

    @Override
    public String toString() {
        return provider == null ? model : provider + "/" + model;
    }
}
