package io.moltmates.sandbox.policy;

import java.util.List;

/// What one allowed request runs: pipelines, one after the other.
public record ExecPlan(List<Pipeline> pipelines) {

    public ExecPlan {
        pipelines = List.copyOf(pipelines);
        if (pipelines.isEmpty()) {
            throw new IllegalArgumentException("A plan has at least one pipeline.");
        }
    }

    /// When a pipeline runs, by how the one before it ended.
    public enum Condition {
        ALWAYS,
        IF_SUCCEEDED,
        IF_FAILED
    }

    /// Programs that run at the same time, each reading what the one before it prints.
    public record Pipeline(Condition condition, List<Stage> stages) {

        public Pipeline {
            stages = List.copyOf(stages);
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("A pipeline has at least one program.");
            }
        }
    }

    /// One program.
    ///
    /// @param program its name as `tools.exec.safeBins` has it
    /// @param arguments all of its arguments, without its name
    /// @param operands those of them that name files, which must lie in the workspace or `/tmp` when it starts
    /// @param writes whether it may change the workspace; programs whose grammar is known never do
    public record Stage(String program, List<String> arguments, List<String> operands, boolean writes) {

        public Stage {
            arguments = List.copyOf(arguments);
            operands = List.copyOf(operands);
        }
    }

    /// One program that may write, with its arguments.
    public static ExecPlan of(List<String> command) {
        var stage = new Stage(command.getFirst(), command.subList(1, command.size()), List.of(), true);
        return new ExecPlan(List.of(new Pipeline(Condition.ALWAYS, List.of(stage))));
    }

    public boolean writes() {
        return pipelines.stream()
                .flatMap(pipeline -> pipeline.stages().stream())
                .anyMatch(Stage::writes);
    }
}
