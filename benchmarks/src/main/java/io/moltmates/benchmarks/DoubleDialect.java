package io.moltmates.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A provider's protocol as the double speaks it.
interface DoubleDialect {

    ObjectMapper JSON = new ObjectMapper();

    /// The pieces of a stream, in order, each ready to be sent; the last one is the end marker.
    List<String> stream(DoubleAnswer answer);

    /// The whole answer in one object.
    String whole(DoubleAnswer answer);

    /// An error object as it appears inside a stream.
    String streamError(String type);

    /// The body of an answer with an error status.
    String errorBody(String type, String message);

    /// How many pieces at the end of a stream say that it is complete.
    int endMarkers();

    String contentType();

    static @Nullable DoubleDialect of(String path) {
        return path.endsWith("/chat/completions")
                ? new DoubleOpenAi()
                : path.endsWith("/messages")
                        ? new DoubleAnthropic()
                        : path.endsWith("/api/chat") ? new DoubleOllama() : null;
    }

    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The text of the person's latest message, whatever form its content has.
    static String latestWords(JsonNode request) {
        var latest = "";
        for (var message : request.path("messages")) {
            if (message.path("role").asText().equals("user")) {
                var text = textOf(message.path("content"));
                latest = text.isEmpty() ? latest : text;
            }
        }
        return DoubleScript.withoutContext(latest);
    }

    /// What the tools answered since the person's latest message, empty when that is the last one.
    static List<String> toolResults(JsonNode request) {
        var results = new ArrayList<String>();
        for (var message : request.path("messages")) {
            boolean isUser = message.path("role").asText().equals("user");
            if (message.path("role").asText().equals("tool")) {
                results.add(textOf(message.path("content")));
            } else if (isUser
                    && message.path("content").path(0).path("type").asText().equals("tool_result")) {
                message.path("content").forEach(block -> results.add(textOf(block.path("content"))));
            } else if (isUser) {
                results.clear();
            }
        }
        return results;
    }

    private static String textOf(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        var text = new StringBuilder();
        content.forEach(block -> {
            if (block.path("type").asText().equals("text")) {
                text.append(block.path("text").asText());
            }
        });
        return text.toString();
    }
}
