package io.moltmates.benchmarks;

import java.util.List;

/// What the provider double answers, before it is put into a dialect.
///
/// @param thinks whether it was asked to think first
record DoubleAnswer(String model, String text, List<Tool> tools, boolean indexed, boolean thinks) {

    /// A tool that the double asks for; empty arguments are sent as such.
    record Tool(String name, String arguments) {}

    static final int INPUT_TOKENS = 100;
    static final int CACHED_TOKENS = 64;
    static final int WRITTEN_TOKENS = 16;

    /// The text in pieces of a word each.
    List<String> words() {
        return text.isEmpty() ? List.of() : List.of(text.split("(?<= )"));
    }

    int outputTokens() {
        return Math.max(1, words().size());
    }
}
