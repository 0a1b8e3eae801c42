package io.moltmates.gateway;

import static io.moltmates.gateway.CommandTable.When.AFTER_IT;
import static io.moltmates.gateway.CommandTable.When.AT_ONCE;
import static io.moltmates.gateway.CommandTable.When.ENDING_IT;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Each command, and what somebody reads who gives it while their first answer is made.
final class CommandTable {

    /// Those that take two people, and have a test of their own.
    static final Set<String> ELSEWHERE = Set.of("link", "unlink");

    /// What chat apps send by themselves; it is in no list.
    static final String START = "start";

    static final List<Row> ROWS = List.of(
            row(AT_ONCE, "Just write, and your assistant answers", START),
            row(AT_ONCE, "Just write, and your assistant answers", "help"),
            row(AT_ONCE, "Commands are answered at once", "commands"),
            row(AT_ONCE, "Model: openai/test-model.*answering for \\d+ s", "status"),
            row(AT_ONCE, "You are telegram_\\d+ \\(Person \\d+\\), @person\\d+, .*You talk with Molty", "whoami", "id"),
            row(AFTER_IT, "A new conversation begins", "new", "clear"),
            row(ENDING_IT, "A new conversation begins", "reset"),
            row(ENDING_IT, "Stopped\\.", "stop", "cancel", "abort"),
            row(AT_ONCE, "Your model is openai/test-model", "model", "models"),
            row(AT_ONCE, "You talk with Molty.*Would you like somebody else", "persona", "personas", "soul"),
            row(AT_ONCE, "Today \\(UTC\\): 0 tokens", "usage", "cost", "tokens"),
            row(AT_ONCE, "Messages a minute: any number", "limits", "limit"),
            row(AFTER_IT, "There is nothing to shorten yet", "compact", "summarize"),
            row(AT_ONCE, "tokens of openai/test-model are taken", "context"),
            row(AT_ONCE, "Your assistant thinks as its model does", "think", "thinking"),
            row(AT_ONCE, "Tools are not named before answers", "verbose"),
            row(AT_ONCE, "all of it becomes the next message \\(collect\\)", "queue"),
            row(AT_ONCE, "Your time zone is", "timezone", "tz"),
            row(AT_ONCE, "/activation is for groups", "activation"),
            row(AT_ONCE, "This is our conversation as a file", "export"),
            row(AT_ONCE, "This empties USER\\.md", "forget"));

    private CommandTable() {}

    /// When a command is answered that comes while a turn runs.
    enum When {
        AT_ONCE,
        AFTER_IT,
        ENDING_IT
    }

    /// @param names the first one stands in the bot's menu
    record Row(When when, Pattern answer, List<String> names) {}

    private static Row row(When when, String answer, String... names) {
        return new Row(when, Pattern.compile(answer, Pattern.DOTALL), List.of(names));
    }

    /// One command as somebody writes it.
    record Given(String name, When when, Pattern answer) {

        boolean isAnswered(List<String> said) {
            return said.stream().anyMatch(text -> answer.matcher(text).find());
        }
    }

    static List<Given> all() {
        return ROWS.stream()
                .flatMap(row -> row.names().stream().map(name -> new Given(name, row.when(), row.answer())))
                .toList();
    }
}
