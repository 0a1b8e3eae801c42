package io.moltmates.sandbox.supervisor;

import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.policy.ExecPlan.Condition;
import io.moltmates.sandbox.policy.ExecPlan.Pipeline;
import io.moltmates.sandbox.policy.ExecPlan.Stage;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Commands for tests, from lines whose words are separated by single spaces: `a x | b && c ; d || e`.
final class Commands {

    static final RunLimits LIMITS = new RunLimits(0, 2L << 30, 256L << 20, 256, 4096, 8L << 20, 1L << 30);
    static final String STEP = "m1#1.tool#1";

    private Commands() {}

    static SandboxCommand command(String line) {
        return command(STEP, line, Duration.ofSeconds(10));
    }

    static SandboxCommand command(String step, String line, Duration limit) {
        return command(step, plan(line, false), limit);
    }

    static SandboxCommand command(String step, ExecPlan plan, Duration limit) {
        return new SandboxCommand(
                new UserId("web_alice"), "s1", step, plan, limit, Path.of("/nowhere"), Optional::empty);
    }

    static ExecPlan plan(String line, boolean writes) {
        List<Pipeline> pipelines = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        var condition = Condition.ALWAYS;
        List<String> words = new ArrayList<>();
        for (String word : (line + " ;").split(" ", -1)) {
            switch (word) {
                case "|", "&&", "||", ";" -> {
                    stages.add(new Stage(words.getFirst(), words.subList(1, words.size()), List.of(), writes));
                    words.clear();
                    if (!word.equals("|")) {
                        pipelines.add(new Pipeline(condition, stages));
                        stages.clear();
                        condition = word.equals("&&")
                                ? Condition.IF_SUCCEEDED
                                : word.equals("||") ? Condition.IF_FAILED : Condition.ALWAYS;
                    }
                }
                default -> words.add(word);
            }
        }
        return new ExecPlan(pipelines);
    }

    /// One program with arguments that may hold anything.
    static ExecPlan program(boolean writes, String... arguments) {
        var all = Arrays.asList(arguments);
        return new ExecPlan(List.of(new Pipeline(
                Condition.ALWAYS, List.of(new Stage(all.getFirst(), all.subList(1, all.size()), List.of(), writes)))));
    }
}
