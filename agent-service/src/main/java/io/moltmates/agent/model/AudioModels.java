package io.moltmates.agent.model;

import io.moltmates.schema.config.AudioConfig;
import io.moltmates.schema.config.Dialect;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds who can write down what is said in recordings: the models that the operator named, else those of providers
/// whose key is there.
final class AudioModels {

    private static final Logger LOG = Logger.getLogger(AudioModels.class);
    private static final List<io.moltmates.schema.config.ModelReference> DEFAULTS = List.of(
            new io.moltmates.schema.config.ModelReference("openai", "gpt-4o-mini-transcribe"),
            new io.moltmates.schema.config.ModelReference("groq", "whisper-large-v3-turbo"));

    private AudioModels() {}

    /// Null if nobody can.
    static @Nullable Transcriber transcriber(AudioConfig config, Map<String, Provider> providers, ModelHttp http) {
        if (!config.enabled()) {
            return null;
        }
        var named = config.models().stream()
                .map(name -> io.moltmates.schema.config.ModelReference.parse(name, providers.keySet()));
        var clients = (config.models().isEmpty() ? automatic(providers) : named)
                .flatMap(model -> client(model, config, providers, http).stream())
                .toList();
        return clients.isEmpty() ? null : new FallbackTranscriber(clients, (long) config.maxMb() << 20);
    }

    private static Stream<io.moltmates.schema.config.ModelReference> automatic(Map<String, Provider> providers) {
        return DEFAULTS.stream().filter(model -> {
            var provider = model.provider() == null ? null : providers.get(model.provider());
            return provider != null && provider.key() != null;
        });
    }

    private static List<TranscriptionClient> client(
            io.moltmates.schema.config.ModelReference model,
            AudioConfig config,
            Map<String, Provider> providers,
            ModelHttp http) {
        var provider = model.provider() == null ? null : providers.get(model.provider());
        String why = provider == null
                ? "there is no such provider"
                : provider.dialect() != Dialect.OPENAI
                        ? "its dialect has no transcription"
                        : provider.lacksKey() ? "it has no key" : "";
        if (provider == null || !why.isEmpty()) {
            LOG.warnf("recordings are not written down by a model: model=%s reason=%s", model, why);
            return List.of();
        }
        var reference = new ModelReference(provider.name(), model.model());
        return List.of(new TranscriptionClient(http, provider, reference, config.language(), config.timeout()));
    }
}
