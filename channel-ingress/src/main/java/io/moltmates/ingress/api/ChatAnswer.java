package io.moltmates.ingress.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.TokenUsage;
import org.jspecify.annotations.Nullable;

/// Renders one chat completion, whole or in chunks.
record ChatAnswer(String messageId, long created, String model) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    ObjectNode whole(String text, TokenUsage usage) {
        var answer = head("chat.completion");
        var choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", text)
                .putNull("refusal")
                .putArray("annotations");
        choice.putNull("logprobs").put("finish_reason", "stop");
        answer.set("usage", usage(usage));
        return answer;
    }

    /// The first chunk of a stream.
    ObjectNode begin(boolean withUsage) {
        var delta =
                JSON.objectNode().put("role", "assistant").put("content", "").putNull("refusal");
        return chunk(delta, null, withUsage);
    }

    ObjectNode more(String text, boolean withUsage) {
        return chunk(JSON.objectNode().put("content", text), null, withUsage);
    }

    ObjectNode end(boolean withUsage) {
        return chunk(JSON.objectNode(), "stop", withUsage);
    }

    /// The last chunk when the client asked for usage: it has no choices.
    ObjectNode usageChunk(TokenUsage usage) {
        var chunk = head("chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage(usage));
        return chunk;
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason, boolean withUsage) {
        var chunk = head("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        return withUsage ? chunk.putNull("usage") : chunk;
    }

    private ObjectNode head(String object) {
        return JSON.objectNode()
                .put("id", "chatcmpl-" + messageId)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode usage(TokenUsage usage) {
        var node = JSON.objectNode()
                .put("prompt_tokens", usage.input())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.input() + usage.output());
        node.putObject("prompt_tokens_details").put("cached_tokens", usage.cacheRead());
        return node;
    }

    /// How a turn ended, as a request sees it.
    sealed interface Ending {

        record Answered(String text, TokenUsage usage) implements Ending {}

        record Failed(ApiError error) implements Ending {}

        /// Something that was said on the way.
        record NotYet() implements Ending {}

        static Ending of(OutboundMessage message) {
            return switch (message) {
                case OutboundMessage.Reply reply -> of(reply.outcome(), reply.text(), reply.usage());
                case OutboundMessage.Notice notice -> of(notice.outcome(), notice.text(), TokenUsage.NONE);
                case OutboundMessage.Edit _, OutboundMessage.SharedFile _ -> new NotYet();
            };
        }

        private static Ending of(OutboundMessage.@Nullable Outcome outcome, String text, TokenUsage usage) {
            return switch (outcome) {
                case null -> new NotYet();
                case ANSWERED, STOPPED -> new Answered(text, usage);
                case REFUSED -> new Failed(new ApiError(429, text, "rate_limit_error", null, "refused", false));
                case FAILED -> new Failed(new ApiError(502, text, "server_error", null, "turn_failed", false));
            };
        }
    }
}
