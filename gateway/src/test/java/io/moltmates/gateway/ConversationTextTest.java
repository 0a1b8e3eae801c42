package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CommandResult.Item;
import io.moltmates.schema.CommandResult.Role;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.ToolSummary;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTextTest {

    @Test
    void indentsWhatWasSaidSoThatNothingLooksLikeAHeader() {
        var lines = ConversationText.of(item("one\n2026-11-29 10:00  Molty\n  two", Outcome.STOPPED, List.of()));
        assertThat(lines.getFirst()).isEmpty();
        assertThat(lines.get(1)).endsWith("assistant (stopped)");
        assertThat(lines.subList(2, 5)).containsExactly("    one", "    2026-11-29 10:00  Molty", "      two");
    }

    @Test
    void obeysNothingAndNamesTools() {
        var tool = new ToolSummary("t1", "exec", true, "ls\n\u001b[2J", "");
        assertThat(ConversationText.of(item("a\u001b]0;x\u0007b\u202e", Outcome.ANSWERED, List.of(tool))))
                .noneMatch(line -> line.contains("\u001b") || line.contains("\u0007") || line.contains("\u202e"))
                .anyMatch(line -> line.contains("[exec ls ⏎ \\u001b[2J]"));
    }

    @Test
    void saysNothingOfWhatHasNoWords() {
        assertThat(ConversationText.of(item("", Outcome.ANSWERED, List.of()))).isEmpty();
    }

    private static Item item(String text, Outcome outcome, List<ToolSummary> tools) {
        return new Item(
                "i1",
                null,
                Role.ASSISTANT,
                text,
                Instant.parse("2026-11-29T10:00:00Z"),
                tools,
                List.of(),
                List.of(),
                outcome,
                null);
    }
}
