package io.moltmates.sandbox;

/// Whether commands can run.
public sealed interface Availability {

    /// @param detail what they run in, in a few words
    record On(String detail) implements Availability {}

    /// @param reason why not, as the end of a sentence: `no Docker engine answers`
    /// @param remedy what the operator does about it, as a sentence
    record Off(String reason, String remedy) implements Availability {

        /// For the person who asked.
        public String sentence() {
            return "Commands are off here: " + reason + ". Whoever runs this server can turn them on.";
        }
    }
}
