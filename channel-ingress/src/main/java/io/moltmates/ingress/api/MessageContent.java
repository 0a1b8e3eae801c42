package io.moltmates.ingress.api;

import static io.moltmates.ingress.api.ChatRequestReader.refused;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/// Reads the content of a message: a string, or an array of parts with text and pictures.
final class MessageContent {

    private static final int MOST_IMAGES = 10;
    private static final Pattern IMAGE_URL = Pattern.compile("data:(image/(?:png|jpeg|gif|webp));base64,");

    private final List<ChatRequest.Image> images = new ArrayList<>();

    List<ChatRequest.Image> images() {
        return List.copyOf(images);
    }

    /// The text, with the pictures put aside.
    String ofUser(JsonNode content, String where) {
        if (content.isTextual()) {
            return notEmpty(content.textValue(), where);
        }
        if (!content.isArray()) {
            throw refused(where, "invalid_type", "'content' is a string, or an array of parts.");
        }
        var text = new StringJoiner("\n");
        for (int index = 0; index < content.size(); index++) {
            var part = content.get(index);
            String place = where + "[" + index + "]";
            switch (part.path("type").asText("")) {
                case "text" -> text.add(textOf(part, place));
                case "image_url" -> image(part.path("image_url"), place + ".image_url");
                case String other ->
                    throw refused(
                            place + ".type",
                            "unsupported_value",
                            "Parts of type '" + other + "' are not supported. Known are 'text' and 'image_url'.");
            }
        }
        return images.isEmpty() ? notEmpty(text.toString(), where) : text.toString();
    }

    /// The text of a message that may only have text.
    static String text(JsonNode content, String where) {
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray()) {
            throw refused(where, "invalid_type", "'content' is a string, or an array of parts of type 'text'.");
        }
        var text = new StringJoiner("\n");
        for (int index = 0; index < content.size(); index++) {
            text.add(textOf(content.get(index), where + "[" + index + "]"));
        }
        return text.toString();
    }

    private static String textOf(JsonNode part, String where) {
        if (!part.path("text").isTextual()) {
            throw refused(where + ".text", "invalid_type", "A part of type 'text' has a 'text' that is a string.");
        }
        return part.path("text").textValue();
    }

    private static String notEmpty(String text, String where) {
        if (text.isBlank()) {
            throw refused(where, "invalid_value", "The last user message is empty. Say something.");
        }
        return text;
    }

    private void image(JsonNode image, String where) {
        String url = image.isTextual() ? image.textValue() : image.path("url").asText("");
        var start = IMAGE_URL.matcher(url);
        if (!start.lookingAt()) {
            throw refused(
                    where + ".url",
                    "invalid_image_url",
                    "Pictures come as 'data:image/png;base64,…' (png, jpeg, gif or webp); addresses are not fetched.");
        }
        if (images.size() >= MOST_IMAGES) {
            throw refused(where, "too_many_images", "A message has at most " + MOST_IMAGES + " pictures.");
        }
        try {
            byte[] content = Base64.getDecoder().decode(url.substring(start.end()));
            images.add(new ChatRequest.Image(start.group(1), content));
        } catch (IllegalArgumentException _) {
            throw refused(where + ".url", "invalid_image_url", "The picture is not valid base64.");
        }
    }
}
