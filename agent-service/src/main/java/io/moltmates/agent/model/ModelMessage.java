package io.moltmates.agent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message of the conversation as a model sees it.
public sealed interface ModelMessage {

    String text();

    /// What the person wrote, with the images that came along.
    record UserMessage(String text, List<ModelImage> images) implements ModelMessage {

        public UserMessage {
            images = List.copyOf(images);
        }

        public UserMessage(String text) {
            this(text, List.of());
        }

        @Override
        public String toString() {
            return "UserMessage[" + text.length() + " characters, " + images.size() + " images]";
        }
    }

    /// What the model answered, and the tools it asked for.
    ///
    /// @param thinking what it thought before, which it needs again with the tools' results; null if nothing
    record AssistantMessage(
            String text, List<ToolCall> toolCalls, @Nullable ModelThinking thinking) implements ModelMessage {

        public AssistantMessage {
            toolCalls = List.copyOf(toolCalls);
        }

        public AssistantMessage(String text, List<ToolCall> toolCalls) {
            this(text, toolCalls, null);
        }

        public AssistantMessage(String text) {
            this(text, List.of());
        }

        @Override
        public String toString() {
            return "AssistantMessage[" + text.length() + " characters, " + toolCalls.size() + " tool calls]";
        }
    }

    /// What a tool answered to the call with this id.
    record ToolResultMessage(String callId, String name, String text, boolean isError) implements ModelMessage {

        @Override
        public String toString() {
            return "ToolResultMessage[" + name + ", " + text.length() + " characters]";
        }
    }

    /// What a model thought, as its provider wants it back: unchanged.
    ///
    /// @param signature by which the provider knows that it is; null if there is none
    /// @param redacted what the provider shows to nobody
    record ModelThinking(String text, @Nullable String signature, List<String> redacted) {

        public ModelThinking {
            redacted = List.copyOf(redacted);
        }

        @Override
        public String toString() {
            return "ModelThinking[" + text.length() + " characters]";
        }
    }

    /// An image in base64 with its media type, such as `image/png`.
    record ModelImage(String mediaType, String base64) {

        @Override
        public String toString() {
            return "ModelImage[" + mediaType + "]";
        }
    }
}
