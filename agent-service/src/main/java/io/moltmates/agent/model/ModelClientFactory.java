package io.moltmates.agent.model;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.anthropic.AnthropicChatRequestParameters;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaChatRequestParameters;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.moltmates.agent.model.ModelRequest.ReasoningEffort;
import io.moltmates.schema.config.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Builds the client of a model in the dialect of its provider.
final class ModelClientFactory {

    private static final int ROOM_TO_THINK = 16_384;

    private final ToolSchemas tools = new ToolSchemas();
    private final ModelHttp http;

    ModelClientFactory(ModelHttp http) {
        this.http = http;
    }

    /// The operator's wishes for requests that say nothing themselves.
    record Defaults(@Nullable Integer maxTokens, @Nullable Double temperature) {}

    ModelClient client(Provider provider, String model, ModelProfile profile, Defaults defaults) {
        var reference = new ModelReference(provider.name(), model);
        var key = provider.key() == null ? null : provider.key().reveal();
        return switch (provider.dialect()) {
            case ANTHROPIC -> {
                var chat = AnthropicStreamingChatModel.builder()
                        .httpClientBuilder(new ModelTransport.Builder(http, StreamDialect.ANTHROPIC))
                        .baseUrl(withVersion(provider.baseUrl()))
                        .apiKey(key == null || key.isBlank() ? "none" : key)
                        .modelName(model)
                        .maxTokens(profile.maxOutput())
                        .cacheSystemMessages(true)
                        .cacheTools(true)
                        .build();
                yield client(reference, chat, profile, true, anthropic(model, profile, defaults), provider);
            }
            case OPENAI -> {
                var builder = OpenAiStreamingChatModel.builder()
                        .httpClientBuilder(new ModelTransport.Builder(http, StreamDialect.OPENAI))
                        .baseUrl(trimmed(provider.baseUrl()))
                        .modelName(model);
                if (key != null && !key.isBlank()) {
                    builder.apiKey(key);
                }
                yield client(reference, builder.build(), profile, false, openAi(model, profile, defaults), provider);
            }
            case OLLAMA -> {
                var chat = OllamaStreamingChatModel.builder()
                        .httpClientBuilder(new ModelTransport.Builder(http, StreamDialect.OLLAMA))
                        .baseUrl(trimmed(provider.baseUrl()))
                        .modelName(model)
                        .numCtx(profile.contextWindow())
                        .build();
                yield client(reference, chat, profile, false, ollama(model, profile, defaults), provider);
            }
        };
    }

    private static ModelClient client(
            ModelReference reference,
            dev.langchain4j.model.chat.StreamingChatModel chat,
            ModelProfile profile,
            boolean marksCache,
            Function<ModelRequest, ChatRequestParameters> parameters,
            Provider provider) {
        var client = new LangChainModelClient(
                reference, chat, new ChatMessages(profile.images(), marksCache), parameters, provider.timeouts());
        return provider.dialect() == Dialect.ANTHROPIC ? client : new ToolTolerantClient(reference, client);
    }

    private Function<ModelRequest, ChatRequestParameters> anthropic(
            String model, ModelProfile profile, Defaults defaults) {
        return request -> {
            var builder = AnthropicChatRequestParameters.builder().toolSpecifications(tools(request, profile));
            var wanted = maxTokens(request, profile, defaults, null);
            int answer = wanted == null ? profile.maxOutput() : wanted;
            var thinking = AnthropicThinking.of(model, request, answer, profile.maxOutput());
            if (thinking == null) {
                return builder.maxOutputTokens(answer)
                        .temperature(temperature(request, defaults))
                        .build();
            }
            return builder.maxOutputTokens(thinking.maxTokens())
                    .thinkingType(thinking.type())
                    .thinkingBudgetTokens(thinking.budget())
                    .sendThinking(true)
                    .returnThinking(true)
                    .build();
        };
    }

    private Function<ModelRequest, ChatRequestParameters> openAi(
            String model, ModelProfile profile, Defaults defaults) {
        return request -> {
            var builder = OpenAiChatRequestParameters.builder().toolSpecifications(tools(request, profile));
            var most = maxTokens(request, profile, defaults, null);
            if (!profile.reasoning()) {
                return builder.maxOutputTokens(most)
                        .temperature(temperature(request, defaults))
                        .build();
            }
            // thinking counts as output there, so an answer of this length needs more
            var room = most == null ? null : Integer.valueOf(Math.min(most + ROOM_TO_THINK, profile.maxOutput()));
            return builder.maxCompletionTokens(room)
                    .reasoningEffort(effort(request.reasoningEffort(), model))
                    .build();
        };
    }

    /// The least that a model takes is another word for each family.
    private static @Nullable String effort(@Nullable ReasoningEffort effort, String model) {
        if (effort == ReasoningEffort.MINIMAL) {
            boolean thinksAsLittleAsAsked = model.startsWith("gpt-5.") || model.startsWith("gpt-6.1-terra");
            return thinksAsLittleAsAsked ? "none" : model.startsWith("gpt-5") ? "minimal" : "low";
        }
        return effort == null ? null : effort.name().toLowerCase(Locale.ROOT);
    }

    private Function<ModelRequest, ChatRequestParameters> ollama(
            String model, ModelProfile profile, Defaults defaults) {
        return request -> OllamaChatRequestParameters.builder()
                .toolSpecifications(tools(request, profile))
                .think(thinks(request.reasoningEffort(), model))
                .maxOutputTokens(maxTokens(request, profile, defaults, null))
                .temperature(temperature(request, defaults))
                .build();
    }

    /// Whether an Ollama model may think; null to leave it to the model, also where it can't, since then Ollama refuses
    /// the word.
    private static @Nullable Boolean thinks(@Nullable ReasoningEffort effort, String model) {
        return effort == null || !ModelTable.thinksAtOllama(model)
                ? null
                : Boolean.valueOf(effort != ReasoningEffort.MINIMAL);
    }

    private List<ToolSpecification> tools(ModelRequest request, ModelProfile profile) {
        return profile.tools() ? tools.of(request.tools()) : List.of();
    }

    private static @Nullable Integer maxTokens(
            ModelRequest request, ModelProfile profile, Defaults defaults, @Nullable Integer otherwise) {
        var wanted = request.maxTokens() != null ? request.maxTokens() : defaults.maxTokens();
        return wanted == null ? otherwise : Integer.valueOf(Math.min(wanted, profile.maxOutput()));
    }

    private static @Nullable Double temperature(ModelRequest request, Defaults defaults) {
        return request.temperature() != null ? request.temperature() : defaults.temperature();
    }

    private static String withVersion(String baseUrl) {
        var trimmed = trimmed(baseUrl);
        return trimmed.endsWith("/v1") ? trimmed : trimmed + "/v1";
    }

    private static String trimmed(String baseUrl) {
        return baseUrl.endsWith("/") ? trimmed(baseUrl.substring(0, baseUrl.length() - 1)) : baseUrl;
    }
}
