package io.moltmates.agent.model;

/// A tool that the model asked for.
///
/// The id is never empty and is unique within an answer. The arguments are JSON as the model wrote it, `{}` where it
/// wrote nothing: a JSON
/// object unless the model made a mistake.
public record ToolCall(String id, String name, String arguments) {

    @Override
    public String toString() {
        return "ToolCall[" + id + ", " + name + "]";
    }
}
