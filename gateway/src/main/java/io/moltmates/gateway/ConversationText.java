package io.moltmates.gateway;

import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.OutboundMessage.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Shows what was said, for a person to read at a terminal that obeys none of it.
final class ConversationText {

    private static final String INDENT = "    ";
    private static final int NAME = 40;
    private static final int TOOL = 120;

    private ConversationText() {}

    /// One thing that was said; nothing for one without words.
    static List<String> of(Item item) {
        var lines = new ArrayList<String>();
        if (item.text().isBlank() && item.attachments().isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add(OperatorCommands.time(item.at()) + "  " + who(item) + outcome(item));
        item.tools()
                .forEach(tool ->
                        lines.add(INDENT + "[" + HarmlessText.clip(tool.name() + " " + tool.input(), TOOL) + "]"));
        item.attachments().forEach(file -> lines.add(INDENT + "[file " + HarmlessText.clip(file.name(), TOOL) + "]"));
        if (!item.text().isBlank()) {
            lines.addAll(HarmlessText.block(item.text(), INDENT).lines().toList());
        }
        return lines;
    }

    private static String who(Item item) {
        return switch (item.role()) {
            case USER -> "person";
            case NOTICE -> "notice";
            case ASSISTANT ->
                item.persona() == null
                        ? "assistant"
                        : HarmlessText.clip(item.persona().name(), NAME);
        };
    }

    private static String outcome(Item item) {
        return item.outcome() == null || item.outcome() == Outcome.ANSWERED
                ? ""
                : " (" + item.outcome().name().toLowerCase(Locale.ROOT) + ")";
    }
}
