package io.moltmates.agent;

import io.moltmates.agent.model.ModelAnswer;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.TokenUsage;
import io.moltmates.schema.ToolSummary;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what a reply tells: the words of all model calls of the turn, the tools, and what it took.
final class ReplyDraft {

    private static final int TOOL_CHARACTERS = 2000;

    private final StringBuilder text = new StringBuilder();
    private final List<ToolSummary> tools = new ArrayList<>();
    private TokenUsage usage = TokenUsage.NONE;
    private @Nullable String model;

    static TokenUsage usage(ModelAnswer.Usage usage) {
        return new TokenUsage(usage.input(), usage.output(), usage.cacheRead(), usage.cacheWrite());
    }

    void add(JournalLine.Answer answer) {
        if (!answer.text().isBlank()) {
            text.append(text.isEmpty() ? "" : "\n\n").append(answer.text().strip());
        }
        usage = usage.plus(answer.usage());
        model = answer.model();
    }

    void add(JournalLine.Summary summary) {
        usage = usage.plus(summary.usage());
    }

    void add(JournalLine.Heard heard) {
        usage = usage.plus(heard.usage());
    }

    void add(JournalLine.Result result) {
        tools.add(new ToolSummary(
                result.step(),
                result.name(),
                !result.error(),
                Texts.cut(result.input(), TOOL_CHARACTERS),
                Texts.cut(result.text(), TOOL_CHARACTERS)));
    }

    List<ToolSummary> tools() {
        return tools;
    }

    String text() {
        return text.toString();
    }

    Reply reply(
            Person person, InboundMessage message, PersonJournal journal, Outcome outcome, String words, Instant now)
            throws IOException {
        return new Reply(
                message.id() + ".reply",
                person.user(),
                message.address(),
                message.id(),
                journal.session().orElseThrow(),
                journal.epoch(),
                words,
                outcome,
                tools,
                usage,
                model,
                person.file().persona(),
                now);
    }
}
