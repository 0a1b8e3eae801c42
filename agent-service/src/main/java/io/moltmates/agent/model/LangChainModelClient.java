package io.moltmates.agent.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.moltmates.agent.model.ModelAnswer.FinishReason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One model of one provider, asked through LangChain4j over our own transport.
final class LangChainModelClient implements ModelClient {

    private final ModelReference reference;
    private final StreamingChatModel model;
    private final ChatMessages messages;
    private final Function<ModelRequest, ChatRequestParameters> parameters;
    private final ModelTimeouts timeouts;

    LangChainModelClient(
            ModelReference reference,
            StreamingChatModel model,
            ChatMessages messages,
            Function<ModelRequest, ChatRequestParameters> parameters,
            ModelTimeouts timeouts) {
        this.reference = reference;
        this.model = model;
        this.messages = messages;
        this.parameters = parameters;
        this.timeouts = timeouts;
    }

    @Override
    public ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new ModelException(new ModelFault.Cancelled(), "cancelled before the call");
        }
        var call = new ModelCall(cancellation, timeouts);
        var collector = new Collector(call, listener);
        var chat = ChatRequest.builder()
                .messages(messages.of(request))
                .parameters(parameters.apply(request))
                .build();
        try {
            ScopedValue.where(ModelCall.CURRENT, call).run(() -> model.chat(chat, collector));
        } catch (RuntimeException e) {
            throw call.fail(asModelException(e));
        }
        if (collector.listenerFailure != null) {
            throw collector.listenerFailure;
        }
        var failure = call.failure();
        if (failure != null) {
            throw failure;
        }
        var response = collector.response;
        if (response == null) {
            throw new ModelException(new ModelFault.Truncated(), "the stream ended, and no answer was made of it");
        }
        return toAnswer(response, collector.text.toString());
    }

    private static ModelException asModelException(Throwable cause) {
        return cause instanceof ModelException known
                ? known
                : new ModelException(new ModelFault.ProviderError(), "the call failed: " + cause, cause);
    }

    private ModelAnswer toAnswer(ChatResponse response, String text) {
        var calls = toolCalls(response.aiMessage().toolExecutionRequests());
        var given = response.finishReason();
        var reason = given == null
                ? FinishReason.OTHER
                : switch (given) {
                    case STOP -> FinishReason.STOP;
                    case LENGTH -> FinishReason.LENGTH;
                    case TOOL_EXECUTION -> FinishReason.TOOL_CALLS;
                    case CONTENT_FILTER -> FinishReason.FILTERED;
                    case OTHER -> FinishReason.OTHER;
                };
        // some providers say "stop" also when they ask for tools
        var finish = !calls.isEmpty() && reason != FinishReason.LENGTH ? FinishReason.TOOL_CALLS : reason;
        var thinking = calls.isEmpty() ? null : AnthropicThinking.of(response.aiMessage());
        return new ModelAnswer(text, calls, TokenCounts.of(response.tokenUsage()), finish, reference, thinking);
    }

    private static List<ToolCall> toolCalls(@Nullable List<ToolExecutionRequest> requests) {
        var calls = new ArrayList<ToolCall>();
        var ids = new HashSet<String>();
        for (var request : requests == null ? List.<ToolExecutionRequest>of() : requests) {
            var id = request.id();
            while (id == null || id.isBlank() || !ids.add(id)) {
                id = "call_" + UUID.randomUUID().toString().replace("-", "");
            }
            var arguments = request.arguments();
            calls.add(new ToolCall(
                    id,
                    request.name() == null ? "" : request.name(),
                    arguments == null || arguments.isBlank() ? "{}" : arguments));
        }
        return calls;
    }

    /// Gathers what LangChain4j reports; all on the calling thread.
    private static final class Collector implements StreamingChatResponseHandler {

        private final ModelCall call;
        private final ModelListener listener;
        private final StringBuilder text = new StringBuilder();
        private @Nullable ChatResponse response;
        private @Nullable RuntimeException listenerFailure;

        private Collector(ModelCall call, ModelListener listener) {
            this.call = call;
            this.listener = listener;
        }

        @Override
        public void onPartialResponse(String delta) {
            if (!delta.isEmpty() && call.failure() == null) {
                text.append(delta);
                try {
                    listener.onText(delta);
                } catch (RuntimeException e) {
                    // not the provider's fault: it ends the stream here and leaves as it is
                    listenerFailure = e;
                    var _ = call.fail(new ModelException(new ModelFault.Cancelled(), "the listener failed", e));
                }
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse complete) {
            response = complete;
        }

        @Override
        public void onError(Throwable error) {
            var _ = call.fail(asModelException(error));
        }
    }
}
