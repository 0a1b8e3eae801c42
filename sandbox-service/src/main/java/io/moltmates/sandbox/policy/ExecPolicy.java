package io.moltmates.sandbox.policy;

import io.moltmates.sandbox.policy.ExecPlan.Condition;
import io.moltmates.sandbox.policy.ExecPlan.Pipeline;
import io.moltmates.sandbox.policy.ExecPlan.Stage;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.config.ExecConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Decides whether a command may run: programs without a shell, whose names are on the list byte for
/// byte, and whose options and files are allowed to them.
///
/// The first of two guards: in the container the kernel holds each program, whatever passes here.
public final class ExecPolicy {

    private final ExecConfig config;
    private final StagePolicy programs;

    public ExecPolicy(ExecConfig config) {
        this.config = config;
        programs = new StagePolicy(config);
    }

    /// What the policy says of one command.
    public sealed interface Decision {

        /// @param limit how long the whole plan may take
        record Allowed(ExecPlan plan, Duration limit) implements Decision {}

        /// @param reason a sentence for the model, with what is allowed
        record Denied(String reason) implements Decision {}
    }

    /// Never throws for what a request holds.
    public Decision decide(Exec request) {
        try {
            return new Decision.Allowed(plan(request), limit(request.timeoutMillis()));
        } catch (RefusedException refused) {
            return new Decision.Denied(refused.reason());
        }
    }

    private ExecPlan plan(Exec request) {
        if (config.security() == ExecConfig.Security.DENY || config.safeBins().isEmpty()) {
            throw new RefusedException("Commands are switched off by the configuration; no program may run.");
        }
        String line = request.line();
        if (line != null && !request.arguments().isEmpty()) {
            throw new RefusedException("Give either a line or a list of arguments, not both.");
        }
        var pipelines = new ArrayList<Pipeline>();
        for (var commands : line == null ? vector(request.arguments()) : CommandLine.parse(line)) {
            pipelines.add(new Pipeline(commands.condition(), stages(commands.stages())));
        }
        if (pipelines.isEmpty()) {
            throw new RefusedException("The command is empty. " + programs.allowed());
        }
        return new ExecPlan(pipelines);
    }

    /// One program; nothing in its arguments means anything to a shell.
    private static List<CommandLine.Commands> vector(List<String> arguments) {
        Bounds.checkArguments(arguments);
        arguments.forEach(argument -> Bounds.checkCharacters(argument, "An argument"));
        return arguments.isEmpty()
                ? List.of()
                : List.of(new CommandLine.Commands(Condition.ALWAYS, List.of(arguments)));
    }

    private List<Stage> stages(List<List<String>> commands) {
        var stages = new ArrayList<Stage>();
        for (var words : commands) {
            Bounds.checkArguments(words);
            stages.add(programs.stage(words.getFirst(), words.subList(1, words.size()), !stages.isEmpty()));
        }
        return stages;
    }

    private Duration limit(long timeoutMillis) {
        var asked = Duration.ofMillis(timeoutMillis);
        return timeoutMillis > 0 && asked.compareTo(config.timeout()) < 0 ? asked : config.timeout();
    }
}
