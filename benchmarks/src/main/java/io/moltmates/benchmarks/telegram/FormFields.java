package io.moltmates.benchmarks.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Reads the fields of a `multipart/form-data` body; a file's field has its name and size.
final class FormFields {

    private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile("\\bfilename=\"([^\"]*)\"");
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");

    private FormFields() {}

    static ObjectNode read(byte[] body, String type) {
        var fields = BotApiDouble.JSON.createObjectNode();
        var boundary = BOUNDARY.matcher(type);
        if (!boundary.find()) {
            throw new IllegalArgumentException("A form without a boundary: " + type);
        }
        String text = new String(body, StandardCharsets.ISO_8859_1); // a byte a character
        for (String part : text.split(Pattern.quote("--" + boundary.group(1)), -1)) {
            int head = part.indexOf("\r\n\r\n");
            var name = NAME.matcher(head < 0 ? "" : part.substring(0, head));
            if (name.find()) {
                String value = part.substring(head + 4, part.length() - 2);
                var file = FILE.matcher(part.substring(0, head));
                fields.set(name.group(1), file.find() ? file(file.group(1), value) : value(value));
            }
        }
        return fields;
    }

    private static JsonNode file(String name, String bytes) {
        return BotApiDouble.JSON
                .createObjectNode()
                .put("name", new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .put("size", bytes.length());
    }

    private static JsonNode value(String bytes) {
        return BotApiDouble.JSON
                .getNodeFactory()
                .textNode(new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }
}
