package io.moltmates.schema.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.regex.Pattern;

/// Says in plain words where a file stops being JSON5, and never repeats its text, which may hold a secret.
final class SyntaxHint {

    private static final Pattern START = Pattern.compile("start marker at .*line: (\\d+)");

    private SyntaxHint() {}

    static void report(JsonProcessingException problem, FindingList findings) {
        var at = placeOf(problem);
        String message = String.valueOf(problem.getOriginalMessage());
        if (problem instanceof JsonEOFException) {
            tell(findings, at, "the file ends too early" + opened(message), "Close every {, [, quote and comment.");
        } else if (problem instanceof StreamConstraintsException) {
            tell(findings, at, "the file is nested too deeply or holds a value that is too long", "Make it simpler.");
        } else if (message.contains("expecting comma")) {
            tell(findings, at, "a comma is missing before this", "Put a comma between one entry and the next.");
        } else if (message.contains("expecting a colon")) {
            tell(findings, at, "a colon is missing after a key", "Write key: value.");
        } else if (message.contains("expecting either valid name character") || message.contains("start field name")) {
            tell(findings, at, "a key should stand here", "Write key: value, and close every { with }.");
        } else if (message.startsWith("Unrecognized token")) {
            tell(
                    findings,
                    at,
                    "a word stands here without quotes",
                    "Put text in quotes; only numbers, true, false and null go without.");
        } else if (message.contains("Illegal unquoted character")) {
            tell(findings, at, "a quote is open at the end of the line", "Close the quote on the same line.");
        } else if (message.contains("expected a valid value")) {
            tell(findings, at, "a value should stand here", "Write key: value, with text in quotes.");
        } else if (message.contains("close marker")) {
            tell(findings, at, "a bracket is closed with the wrong sign", "Close { with } and [ with ].");
        } else {
            tell(findings, at, "this is not JSON", "Check the quotes, commas and brackets here and just before.");
        }
    }

    static Place placeOf(JsonProcessingException problem) {
        var location = problem.getLocation();
        return location == null ? Place.FILE : new Place(location.getLineNr(), location.getColumnNr());
    }

    private static String opened(String message) {
        var start = START.matcher(message);
        return start.find() ? ", as what begins at line " + start.group(1) + " is never closed" : "";
    }

    private static void tell(FindingList findings, Place at, String wrong, String right) {
        findings.error(at, "", wrong, right);
    }
}
