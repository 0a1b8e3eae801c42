package io.moltmates.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.moltmates.schema.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads a conversation back from the journal. Most lines are plain ones, of which only the text matters; those are
/// read without making their records. A quote inside a JSON string is escaped, so a field is found by its bytes.
final class ConversationReader {

    private static final JsonFactory JSON = RecordCodec.mapper().getFactory();
    private static final byte[] REQUEST = bytes("{\"t\":\"request\",\"id\":\"");
    private static final byte[] ANSWER = bytes("{\"t\":\"answer\",\"id\":\"");
    private static final byte[] OUTCOME = bytes("{\"t\":\"outcome\",\"id\":\"");
    private static final byte[] NO_FILES = bytes("\"attachments\":[]");
    private static final byte[] IN_GROUP = bytes("\"group\":{");
    private static final byte[] QUOTES = bytes("\"quote\":{");
    private static final byte[] NO_TOOLS = bytes("\"toolCalls\":[]");
    private static final byte[] ANSWERED = bytes("\"outcome\":\"ANSWERED\"");

    private ConversationReader() {}

    /// Applies a plain line to the conversation.
    ///
    /// @return whether it was one; any other line has to be read as a record
    static boolean plain(Conversation target, byte[] line, int start, int length, long place) throws IOException {
        if (startsWith(REQUEST, line, start, length)
                && contains(NO_FILES, line, start, length)
                && !contains(IN_GROUP, line, start, length)
                && !contains(QUOTES, line, start, length)) {
            String text = text(line, start, length, "message");
            if (text != null) {
                target.begin(id(line, start + REQUEST.length), text, place);
                return true;
            }
        } else if (startsWith(ANSWER, line, start, length) && contains(NO_TOOLS, line, start, length)) {
            String text = text(line, start, length, null);
            if (text != null) {
                target.answer(id(line, start + ANSWER.length), text);
                return true;
            }
        } else if (startsWith(OUTCOME, line, start, length) && contains(ANSWERED, line, start, length)) {
            return target.answered(id(line, start + OUTCOME.length));
        }
        return false;
    }

    private static @Nullable String text(byte[] line, int start, int length, @Nullable String within)
            throws IOException {
        try (var json = JSON.createParser(line, start, length)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                var value = json.nextToken();
                if (within != null && value == JsonToken.START_OBJECT && name.equals(within)) {
                    within = null; // go on inside
                } else if (within == null && value == JsonToken.VALUE_STRING && name.equals("text")) {
                    return json.getText();
                } else {
                    json.skipChildren();
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException _) {
            return null; // said when it is read as a record
        }
        return null;
    }

    private static String id(byte[] line, int from) {
        int end = from;
        while (end < line.length && line[end] != '"') {
            end++;
        }
        return new String(line, from, end - from, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] prefix, byte[] line, int start, int length) {
        return length >= prefix.length && Arrays.equals(line, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private static boolean contains(byte[] field, byte[] line, int start, int length) {
        for (int i = start + length - field.length; i >= start; i--) { // it stands behind the text, near the end
            if (line[i] == '"'
                    && line[i + 1] == field[1]
                    && Arrays.equals(line, i, i + field.length, field, 0, field.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
