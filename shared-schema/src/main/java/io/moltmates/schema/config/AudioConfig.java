package io.moltmates.schema.config;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How what is said in recordings becomes text, which a model can read.
///
/// @param enabled whether recordings are sent to a provider at all
/// @param models which models write it down, `provider/model`, asked in turn; without any, a key for OpenAI or Groq
/// decides
/// @param language in which people speak, as `en` or `de`; without it, the model finds out
/// @param maxMb the largest recording, in megabytes
/// @param timeout how long writing one down may take
public record AudioConfig(
        boolean enabled, List<String> models, @Nullable String language, int maxMb, Duration timeout) {

    public static final AudioConfig DEFAULT = new AudioConfig(true, List.of(), null, 25, Duration.ofMinutes(2));
    public static final AudioConfig OFF = new AudioConfig(false, List.of(), null, 25, Duration.ofMinutes(2));

    public AudioConfig {
        models = List.copyOf(models);
        Check.each(
                "models",
                models,
                name -> name.indexOf('/') > 0 && !name.endsWith("/") && !name.isBlank(),
                "does not name a provider and a model",
                "Write provider/model, such as openai/gpt-4o-mini-transcribe.");
        if (language != null && !language.matches("[a-z]{2,3}")) {
            throw new InvalidSetting("language", "is not the code of a language", "Write it like en or de.");
        }
        Check.range("maxMb", maxMb, 1, 1000);
        Check.range("timeout", timeout, Duration.ofSeconds(1), Duration.ofHours(1));
    }
}
