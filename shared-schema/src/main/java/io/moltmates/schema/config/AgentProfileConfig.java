package io.moltmates.schema.config;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is different for some people; what it does not say, `agents.main` says.
///
/// @param users who they are, by their names or ids
/// @param model theirs, `provider/model` or a bare name
/// @param fallbacks models that are asked in turn when `model` can't answer, and that these people may choose
/// @param maxTokens the longest answer, in tokens
/// @param temperature how free the model is, from 0 to 2
/// @param systemPrompt what their assistants are told besides their persona
public record AgentProfileConfig(
        List<String> users,
        @Nullable String model,
        List<String> fallbacks,
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable String systemPrompt) {

    public static final AgentProfileConfig DEFAULT =
            new AgentProfileConfig(List.of(), null, List.of(), null, null, null);

    private static final String MODEL_RIGHT = "Write a model's name, or provider/model.";

    public AgentProfileConfig {
        users = List.copyOf(users);
        fallbacks = List.copyOf(fallbacks);
        Check.each(
                "users",
                users,
                name -> People.isName(name) && !name.equals(People.EVERYBODY),
                "names nobody",
                "Write a name or an id, such as alice or telegram_123456; what is for everybody stands in agents.main.");
        if (model != null) {
            Check.filled("model", model, MODEL_RIGHT);
        }
        Check.each("fallbacks", fallbacks, name -> !name.isBlank(), "is empty", MODEL_RIGHT);
        if (model == null && !fallbacks.isEmpty()) {
            throw new InvalidSetting("fallbacks", "has no model before it", "Name the first one in model.");
        }
        if (maxTokens != null) {
            Check.range("maxTokens", maxTokens, 1, 1_000_000);
        }
        if (temperature != null) {
            Check.range("temperature", temperature, 0.0, 2.0);
        }
    }

    /// As they are written, the first one first; empty where those of `agents.main` are theirs.
    public List<String> models() {
        return model == null
                ? List.of()
                : Stream.concat(Stream.of(model), fallbacks.stream()).distinct().toList();
    }
}
