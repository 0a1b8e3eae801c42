package io.moltmates.agent.model;

import io.moltmates.schema.config.Dialect;
import io.moltmates.schema.config.KnownProvider;
import io.moltmates.schema.config.ProviderConfig;
import io.moltmates.schema.config.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One provider as it can be used now: where it is, what it speaks, and its key if there is one.
record Provider(
        String name,
        Dialect dialect,
        String baseUrl,
        @Nullable Secret key,
        String keyVariable,
        ModelTimeouts timeouts) {

    static Provider of(ProviderConfig config, Map<String, String> environment) {
        var known = KnownProvider.named(config.name());
        var variable = known == null || known.keyVariable() == null ? "" : known.keyVariable();
        var key = config.apiKey();
        var fromEnvironment = environment.getOrDefault(variable, "").strip();
        if (key == null && !fromEnvironment.isEmpty()) {
            key = Secret.of(fromEnvironment);
        }
        var limits = config.timeouts();
        return new Provider(
                config.name(),
                config.speaks(),
                config.endpoint().toString(),
                key,
                // an address of the operator's own may need no key
                config.baseUrl() == null ? variable : "",
                new ModelTimeouts(limits.firstByte(), limits.idle(), limits.total()));
    }

    boolean lacksKey() {
        return key == null && !keyVariable.isEmpty();
    }

    boolean local() {
        return dialect == Dialect.OLLAMA;
    }
}
