package io.moltmates.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.ToolSummary;
import java.util.List;
import java.util.stream.Collectors;

/// Names the tools of a turn in one line each, for people who asked to see them.
final class ToolLines {

    private static final int LONGEST = 100;

    private ToolLines() {}

    /// The text with its tools before it.
    static String before(List<ToolSummary> tools, String text) {
        return tools.isEmpty()
                ? text
                : tools.stream().map(ToolLines::line).collect(Collectors.joining("\n")) + "\n\n" + text;
    }

    private static String line(ToolSummary tool) {
        String about = about(tool.input()).replaceAll("\\s+", " ").replace("`", "'");
        return "- " + tool.name() + (about.isEmpty() ? "" : " `" + Texts.cut(about, LONGEST) + "`")
                + (tool.ok() ? "" : " (failed)");
    }

    private static String about(String input) {
        try {
            JsonNode arguments = RecordCodec.mapper().readTree(input);
            return arguments.path("command").asText(arguments.path("path").asText(""));
        } catch (JsonProcessingException _) {
            return ""; // cut short
        }
    }
}
