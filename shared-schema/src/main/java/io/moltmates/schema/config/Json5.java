package io.moltmates.schema.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Reads JSON5 (comments, trailing commas, unquoted keys, single quotes) into nodes that know their place.
///
/// Why it is ours: `docs/adr/0008-the-configuration-has-its-own-reader.md`.
final class Json5 {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private final JsonParser parser;
    private final FindingList findings;

    private Json5(JsonParser parser, FindingList findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /// An empty text is an empty section. Throws what `SyntaxHint` explains.
    static Node read(String text, FindingList findings) throws IOException {
        try (var parser = FACTORY.createParser(text)) {
            var first = parser.nextToken();
            if (first == null) {
                return new Node.Section(new Place(1, 1), new LinkedHashMap<>());
            }
            var reader = new Json5(parser, findings);
            var root = reader.value(first, "");
            reader.end();
            return root;
        }
    }

    private void end() throws IOException {
        Place at;
        try {
            if (parser.nextToken() == null) {
                return;
            }
            at = place();
        } catch (JsonProcessingException problem) {
            at = SyntaxHint.placeOf(problem);
        }
        findings.error(
                at,
                "",
                "something follows after the end of the settings",
                "Close the outermost { only at the end of the file.");
    }

    private Node value(JsonToken token, String path) throws IOException {
        var at = place();
        return switch (token) {
            case START_OBJECT -> section(at, path);
            case START_ARRAY -> items(at, path);
            case VALUE_STRING -> new Node.Text(at, parser.getText(), false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Digits(at, parser.getText());
            case VALUE_TRUE -> new Node.Flag(at, true);
            case VALUE_FALSE -> new Node.Flag(at, false);
            default -> new Node.Nothing(at);
        };
    }

    private Node section(Place at, String path) throws IOException {
        var members = new LinkedHashMap<String, Node.Member>();
        for (var token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
            String key = parser.currentName();
            var keyAt = place();
            String keyPath = path.isEmpty() ? key : path + "." + key;
            var member = new Node.Member(keyAt, value(parser.nextToken(), keyPath));
            if (members.put(key, member) != null) {
                findings.warn(
                        keyAt, Shown.key(keyPath), "this key is here twice", "Keep one of them; the last one counts.");
            }
        }
        return new Node.Section(at, members);
    }

    private Node items(Place at, String path) throws IOException {
        var values = new ArrayList<Node>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(value(token, path + "[" + values.size() + "]"));
        }
        return new Node.Items(at, values);
    }

    private Place place() {
        JsonLocation location = parser.currentTokenLocation();
        return new Place(location.getLineNr(), location.getColumnNr());
    }
}
