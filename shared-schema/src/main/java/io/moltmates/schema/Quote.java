package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a message answers, quotes or passes on.
///
/// @param kind how it belongs to the message
/// @param author who said it, as the platform calls them; empty if it does not tell
public record Quote(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("author") String author,
        @JsonProperty("text") String text) {

    /// How what was said before belongs to a message.
    public enum Kind {
        /// The message answers it.
        REPLY,
        /// The message is nothing but it.
        FORWARD
    }

    @Override
    public String toString() {
        return "Quote[kind=" + kind + "]";
    }
}
