package io.moltmates.agent.model;

/// Hears the words of an answer while it is being written.
@FunctionalInterface
public interface ModelListener {

    /// The next piece of text, never empty; the pieces joined are the text of the answer. What is thrown here ends the
    /// call, and is what
    /// the call throws.
    void onText(String delta);

    /// A listener for whoever only wants the whole answer.
    static ModelListener silent() {
        return _ -> {};
    }
}
