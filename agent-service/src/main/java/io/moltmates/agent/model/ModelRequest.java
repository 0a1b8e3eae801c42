package io.moltmates.agent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One question to a model: the prompt, the conversation so far and the tools it may ask for.
///
/// What is absent (`null`) is left to the configuration, then to the provider.
public record ModelRequest(
        SystemPrompt system,
        List<ModelMessage> messages,
        List<ModelTool> tools,
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable ReasoningEffort reasoningEffort) {

    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A model request needs at least one message.");
        }
    }

    public ModelRequest(SystemPrompt system, List<ModelMessage> messages, List<ModelTool> tools) {
        this(system, messages, tools, null, null, null);
    }

    /// Holds what people wrote, so it prints only its size.
    @Override
    public String toString() {
        return "ModelRequest[" + messages.size() + " messages, " + tools.size() + " tools]";
    }

    /// The system prompt in the order of change: the stable part is cached by the provider, the changing part (time,
    /// today's memory) is not.
    public record SystemPrompt(String stable, String changing) {

        public String whole() {
            return changing.isEmpty() ? stable : stable.isEmpty() ? changing : stable + "\n\n" + changing;
        }

        @Override
        public String toString() {
            return "SystemPrompt[" + (stable.length() + changing.length()) + " characters]";
        }
    }

    /// How long a reasoning model may think; other models ignore it.
    public enum ReasoningEffort {
        MINIMAL,
        LOW,
        MEDIUM,
        HIGH
    }
}
