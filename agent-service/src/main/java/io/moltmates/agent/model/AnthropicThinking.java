package io.moltmates.agent.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.anthropic.internal.mapper.AnthropicMapper;
import io.moltmates.agent.model.ModelMessage.AssistantMessage;
import io.moltmates.agent.model.ModelMessage.ModelThinking;
import io.moltmates.agent.model.ModelRequest.ReasoningEffort;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a model of Anthropic's is to think before it answers one request.
///
/// What it thought belongs, unchanged and with its signature, before the tools that it asked for, until the turn ends:
/// else the API refuses the request. With thinking there is no temperature.
///
/// @param type `enabled`, or `adaptive` where the model itself decides how long; null where it is not asked to, but may
/// @param budget how many tokens it may think; null where it decides
/// @param maxTokens of what it thinks and answers together
record AnthropicThinking(@Nullable String type, @Nullable Integer budget, int maxTokens) {

    private static final int LEAST = 1024; // the API takes no smaller budget
    private static final Map<ReasoningEffort, Integer> BUDGETS =
            Map.of(ReasoningEffort.LOW, 2048, ReasoningEffort.MEDIUM, 8192, ReasoningEffort.HIGH, 16_384);
    private static final Pattern VERSION =
            Pattern.compile(".*claude-(?:3-7|(?:opus|sonnet|haiku|fable|mythos)-(\\d{1,2})(?:-(\\d{1,2}))?(?!\\d)).*");

    /// Whether the model can.
    static boolean isKnownBy(String model) {
        return VERSION.matcher(model.toLowerCase(Locale.ROOT)).matches();
    }

    /// Null if it is to answer without.
    ///
    /// @param answer the longest answer, in tokens
    static @Nullable AnthropicThinking of(String model, ModelRequest request, int answer, int maxOutput) {
        var wanted = request.reasoningEffort() == null ? null : BUDGETS.get(request.reasoningEffort());
        if (wanted == null && decidesItself(model)) {
            return new AnthropicThinking(null, null, answer);
        }
        if (wanted == null || !isKnownBy(model) || !canGoOn(request.messages())) {
            return null;
        }
        int most = Math.min(answer + wanted, maxOutput);
        int budget = Math.min(wanted, most - Math.min(answer, most / 2));
        if (budget < LEAST || budget >= most) {
            return null;
        }
        return decidesItself(model)
                ? new AnthropicThinking("adaptive", null, most)
                : new AnthropicThinking("enabled", budget, most);
    }

    /// From version 4.7 on models take no budget and no temperature, and from version 5 on they think unasked.
    private static boolean decidesItself(String model) {
        var version = VERSION.matcher(model.toLowerCase(Locale.ROOT));
        if (!version.matches() || version.group(1) == null) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
        return major > 4 || major == 4 && minor >= 7;
    }

    /// Whether all that asked for tools in the turn that runs came of thinking: another model may have begun it.
    private static boolean canGoOn(List<ModelMessage> messages) {
        return messages.subList(ofThisTurn(messages), messages.size()).stream()
                .noneMatch(message -> message instanceof AssistantMessage said && said.thinking() == null);
    }

    /// Where the turn that runs begins: behind the last answer that asked for no tools.
    static int ofThisTurn(List<ModelMessage> messages) {
        for (int at = messages.size() - 1; at >= 0; at--) {
            if (messages.get(at) instanceof AssistantMessage said
                    && said.toolCalls().isEmpty()) {
                return at + 1;
            }
        }
        return 0;
    }

    /// What is to be kept of an answer; null if the model did not think.
    static @Nullable ModelThinking of(AiMessage answer) {
        String signature = answer.attribute(AnthropicMapper.THINKING_SIGNATURE_KEY, String.class);
        List<?> redacted = answer.attribute(AnthropicMapper.REDACTED_THINKING_KEY, List.class);
        if (signature == null && redacted == null) {
            return null;
        }
        return new ModelThinking(
                answer.thinking() == null ? "" : answer.thinking(),
                signature,
                redacted == null
                        ? List.of()
                        : redacted.stream().map(String::valueOf).toList());
    }

    /// Adds to the attributes of an answer what was kept of it.
    static Map<String, Object> attributes(ModelThinking thinking, Map<String, Object> others) {
        var all = new HashMap<>(others);
        if (thinking.signature() != null) {
            all.put(AnthropicMapper.THINKING_SIGNATURE_KEY, thinking.signature());
        }
        if (!thinking.redacted().isEmpty()) {
            all.put(AnthropicMapper.REDACTED_THINKING_KEY, thinking.redacted());
        }
        return all;
    }
}
