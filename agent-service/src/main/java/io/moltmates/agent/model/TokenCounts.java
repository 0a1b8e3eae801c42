package io.moltmates.agent.model;

import dev.langchain4j.model.anthropic.AnthropicTokenUsage;
import dev.langchain4j.model.openai.OpenAiTokenUsage;
import dev.langchain4j.model.output.TokenUsage;
import io.moltmates.agent.model.ModelAnswer.Usage;
import org.jspecify.annotations.Nullable;

/// Brings the providers' ways of counting tokens to one: Anthropic leaves cached tokens out of its input, OpenAI counts
/// them in.
final class TokenCounts {

    private TokenCounts() {}

    static Usage of(@Nullable TokenUsage usage) {
        if (usage == null) {
            return Usage.NONE;
        }
        int input = orZero(usage.inputTokenCount());
        int output = orZero(usage.outputTokenCount());
        return switch (usage) {
            case AnthropicTokenUsage anthropic -> {
                int read = orZero(anthropic.cacheReadInputTokens());
                int write = orZero(anthropic.cacheCreationInputTokens());
                yield new Usage(input + read + write, output, read, write);
            }
            case OpenAiTokenUsage openAi -> {
                var details = openAi.inputTokensDetails();
                yield new Usage(input, output, details == null ? 0 : orZero(details.cachedTokens()), 0);
            }
            default -> new Usage(input, output, 0, 0);
        };
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
