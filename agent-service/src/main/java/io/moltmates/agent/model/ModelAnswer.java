package io.moltmates.agent.model;

import io.moltmates.agent.model.ModelMessage.ModelThinking;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A complete answer of a model: its words, the tools it asks for, and what it took.
///
/// @param thinking what it needs again with the tools' results; null if nothing
public record ModelAnswer(
        String text,
        List<ToolCall> toolCalls,
        Usage usage,
        FinishReason finishReason,
        ModelReference model,
        @Nullable ModelThinking thinking) {

    public ModelAnswer {
        toolCalls = List.copyOf(toolCalls);
    }

    public ModelAnswer(
            String text, List<ToolCall> toolCalls, Usage usage, FinishReason finishReason, ModelReference model) {
        this(text, toolCalls, usage, finishReason, model, null);
    }

    @Override
    public String toString() {
        return "ModelAnswer[" + model + ", " + text.length() + " characters, " + toolCalls.size() + " tool calls, "
                + finishReason + "]";
    }

    /// Why the model stopped writing.
    public enum FinishReason {
        STOP,
        LENGTH,
        TOOL_CALLS,
        FILTERED,
        OTHER
    }

    /// Tokens as the provider counted them; `input` is all that was sent, what came from or went to the provider's
    /// cache included.
    public record Usage(int input, int output, int cacheRead, int cacheWrite) {

        public static final Usage NONE = new Usage(0, 0, 0, 0);

        public Usage plus(Usage other) {
            return new Usage(
                    input + other.input,
                    output + other.output,
                    cacheRead + other.cacheRead,
                    cacheWrite + other.cacheWrite);
        }
    }
}
