package io.moltmates.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.agent.model.ModelTool;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxRequest;
import java.time.Duration;
import java.util.List;

/// The tools that models are offered, and what each call asks of the sandbox.
final class Toolbox {

    private static final Duration FILE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration EXEC_GRACE = Duration.ofSeconds(30);

    private static final int TOKENS_EACH = 150;

    private static final List<ModelTool> ALL = List.of(
            new ModelTool(
                    "read",
                    "Reads a text file of the workspace, or USER.md, MEMORY.md, SOUL.md or memory/<date>.md.",
                    """
                    {"type":"object","properties":{"path":{"type":"string","description":"the file"},\
                    "fromLine":{"type":"integer","description":"the first line, counted from 1"},\
                    "maxLines":{"type":"integer","description":"how many lines at the most"}},"required":["path"]}"""),
            new ModelTool(
                    "write",
                    "Writes a text file of the workspace, or one of the memory files: replaces it, or makes it with its directories; adds to its end with append.",
                    """
                    {"type":"object","properties":{"path":{"type":"string","description":"the file"},\
                    "content":{"type":"string","description":"the text"},\
                    "append":{"type":"boolean","description":"add to the end instead of replacing"}},\
                    "required":["path","content"]}"""),
            new ModelTool("edit", "Replaces the one place in a text file where a text stands.", """
                    {"type":"object","properties":{"path":{"type":"string","description":"the file"},\
                    "before":{"type":"string","description":"the text as it stands there, exactly once"},\
                    "after":{"type":"string","description":"the text that replaces it"}},\
                    "required":["path","before","after"]}"""),
            new ModelTool(
                    "delete",
                    "Deletes a file of the workspace or of memory/, or a directory with all that is in it, for good.",
                    """
                    {"type":"object","properties":{"path":{"type":"string",\
                    "description":"the file or directory"}},"required":["path"]}"""),
            new ModelTool("list", "Lists a directory of the workspace.", """
                    {"type":"object","properties":{"path":{"type":"string",\
                    "description":"the directory, . is the workspace"}}}"""),
            new ModelTool(
                    "exec",
                    "Runs one line of commands in the workspace, in a container and without a shell: programs with"
                            + " arguments, pipelines (a | b), and && || ; between them. Quotes '…' and \"…\" and \\ work;"
                            + " redirections, variables, substitutions and patterns of file names are refused. A refusal"
                            + " says which programs and options are allowed.",
                    """
                    {"type":"object","properties":{"command":{"type":"string",\
                    "description":"the command line, such as: grep -n total report.txt | head -n 5"}},"required":["command"]}"""));

    /// What a tool call comes to.
    sealed interface Prepared {
        record Ask(SandboxRequest request, Duration patience) implements Prepared {}

        record Wrong(String reason) implements Prepared {}
    }

    private Toolbox() {}

    static List<ModelTool> offered(AgentSettings settings) {
        return ALL.stream()
                .filter(tool -> settings.tools().contains(tool.name()))
                .toList();
    }

    /// How much of a model's window they take, roughly.
    static int tokens(AgentSettings settings) {
        return TOKENS_EACH * offered(settings).size();
    }

    static Prepared prepare(JournalLine.Call call, String step, Person person, String session, AgentSettings settings) {
        if (!settings.tools().contains(call.name())) {
            return new Prepared.Wrong("There is no tool named '" + call.name() + "'. There are: "
                    + String.join(
                            ", ",
                            offered(settings).stream().map(ModelTool::name).toList()) + ".");
        }
        JsonNode input;
        try {
            input = RecordCodec.mapper().readTree(call.arguments());
        } catch (JsonProcessingException e) {
            return new Prepared.Wrong("The arguments are not valid JSON: " + e.getOriginalMessage());
        }
        if (input == null || !input.isObject()) {
            return new Prepared.Wrong("The arguments have to be a JSON object.");
        }
        try {
            return ask(call.name(), input, step, person, session, settings);
        } catch (IllegalArgumentException e) {
            return new Prepared.Wrong(String.valueOf(e.getMessage()));
        }
    }

    private static Prepared ask(
            String name, JsonNode input, String step, Person person, String session, AgentSettings settings) {
        var user = person.user();
        var life = person.incarnation();
        return switch (name) {
            case "read" ->
                file(new SandboxRequest.ReadFile(
                        step, user, life, text(input, "path"), number(input, "fromLine"), number(input, "maxLines")));
            case "write" ->
                file(new SandboxRequest.WriteFile(
                        step,
                        user,
                        life,
                        text(input, "path"),
                        text(input, "content"),
                        input.path("append").asBoolean(false)));
            case "edit" ->
                file(new SandboxRequest.EditFile(
                        step, user, life, text(input, "path"), text(input, "before"), text(input, "after")));
            case "delete" -> file(new SandboxRequest.DeleteFile(step, user, life, text(input, "path")));
            case "list" ->
                file(new SandboxRequest.ListFiles(
                        step, user, life, input.path("path").asText(".")));
            case "exec" ->
                new Prepared.Ask(
                        new SandboxRequest.Exec(
                                step,
                                user,
                                life,
                                session,
                                text(input, "command"),
                                List.of(),
                                settings.execTimeout().toMillis()),
                        settings.execTimeout().plus(EXEC_GRACE));
            default -> new Prepared.Wrong("There is no tool named '" + name + "'.");
        };
    }

    private static Prepared file(SandboxRequest request) {
        return new Prepared.Ask(request, FILE_PATIENCE);
    }

    private static String text(JsonNode input, String key) {
        var value = input.get(key);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("The argument '" + key + "' is missing, or is not a string.");
        }
        return value.textValue();
    }

    private static int number(JsonNode input, String key) {
        return Math.max(0, input.path(key).asInt(0));
    }
}
