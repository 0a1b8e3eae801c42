package io.moltmates.agent.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.agent.model.ModelAnswer.FinishReason;
import io.moltmates.agent.model.ModelAnswer.Usage;
import io.moltmates.agent.model.ModelMessage.ToolResultMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import java.util.ArrayList;
import java.util.List;

/// Answers when there is no model: understands a handful of sentences, shows the tools at work, and says what it is
/// wherever it speaks.
///
/// The same conversation always gets the same answer.
final class DemoModelClient implements ModelClient {

    static final String NAME = "demo";
    static final ModelProfile PROFILE = new ModelProfile(100_000, 4_096, true, false, false);

    private static final String LABEL = "Demo model: ";
    private static final String MEMORY = "MEMORY.md";
    private static final int LONGEST_QUOTE = 1_500;

    /// What it does next: say something, or ask for a tool.
    private sealed interface Step {
        record Say(String text) implements Step {}

        record Ask(String tool, ObjectNode arguments) implements Step {}
    }

    @Override
    public ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation) {
        var messages = request.messages();
        int latest = messages.size() - 1;
        while (latest > 0 && !(messages.get(latest) instanceof UserMessage)) {
            latest--;
        }
        var results = messages.subList(latest, messages.size()).stream()
                .filter(ToolResultMessage.class::isInstance)
                .map(ToolResultMessage.class::cast)
                .toList();
        var intent = DemoIntent.of(messages.get(latest).text());
        var tools = new DemoTools(request.tools());
        var step = tools.lacks(intent)
                ? new Step.Say("the tool for that is switched off here.")
                : next(intent, results, tools);
        var text = new StringBuilder();
        var calls = new ArrayList<ToolCall>();
        switch (step) {
            case Step.Say(var words) -> text.append(LABEL).append(words);
            case Step.Ask(var tool, var arguments) -> {
                if (results.isEmpty()) {
                    text.append(LABEL).append("I use the tool `").append(tool).append("`.");
                }
                calls.add(new ToolCall("demo_" + messages.size(), tool, Json.write(arguments)));
            }
        }
        for (var word : text.toString().split("(?<= )", -1)) {
            if (cancellation.isCancelled()) {
                throw new ModelException(new ModelFault.Cancelled(), "cancelled");
            }
            if (!word.isEmpty()) {
                listener.onText(word);
            }
        }
        return new ModelAnswer(
                text.toString(),
                calls,
                new Usage(size(request) / 4, text.length() / 4 + 1, 0, 0),
                calls.isEmpty() ? FinishReason.STOP : FinishReason.TOOL_CALLS,
                new ModelReference(NAME, NAME));
    }

    private static Step next(DemoIntent intent, List<ToolResultMessage> results, DemoTools tools) {
        if (!results.isEmpty()) {
            return new Step.Say(report(intent, results.getLast()));
        }
        return switch (intent) {
            case DemoIntent.Write(var path, var text) -> new Step.Ask("write", tools.write(path, text));
            case DemoIntent.Read(var path) -> new Step.Ask("read", tools.path("read", path));
            case DemoIntent.Edit(var path, var before, var after) ->
                new Step.Ask("edit", tools.edit(path, before, after));
            case DemoIntent.ListFiles(var path) -> new Step.Ask("list", tools.path("list", path));
            case DemoIntent.Run(var command) -> new Step.Ask("exec", tools.exec(command));
            case DemoIntent.Remember(var fact) -> new Step.Ask("write", tools.append(MEMORY, "\n- " + fact + "\n"));
            case DemoIntent.Recall _ -> new Step.Ask("read", tools.path("read", MEMORY));
            case DemoIntent.Talk(var text) -> new Step.Say(talk(text));
        };
    }

    private static String report(DemoIntent intent, ToolResultMessage result) {
        if (intent instanceof DemoIntent.Recall) {
            return result.isError() || result.text().isBlank()
                    ? "there is nothing in your MEMORY.md yet. Try “remember that I like tea”."
                    : "your MEMORY.md says:\n\n" + result.text().strip();
        }
        if (result.isError()) {
            return "the tool `" + result.name() + "` could not do that: "
                    + result.text().strip();
        }
        if (intent instanceof DemoIntent.Remember(var fact)) {
            return "I wrote into your MEMORY.md: " + fact;
        }
        return "the tool `" + result.name() + "` answered:\n\n```\n"
                + shortened(result.text().strip()) + "\n```";
    }

    private static String talk(String text) {
        return "you wrote “" + shortened(text.strip()).replaceAll("\\s+", " ") + "”. "
                + "I am a stand-in that understands only a few sentences, such as “write notes.txt: hello”, “run cat notes.txt”, "
                + "“list files” or “remember that I like tea”. For a real model, set ANTHROPIC_API_KEY or OPENAI_API_KEY and start "
                + "again, or start Ollama on this machine.";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }

    private static int size(ModelRequest request) {
        return request.system().whole().length()
                + request.messages().stream()
                        .mapToInt(message -> message.text().length())
                        .sum();
    }
}
