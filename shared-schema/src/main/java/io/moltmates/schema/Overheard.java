package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What somebody said in a group, and not to the assistant.
///
/// @param name how the platform calls them, for people's eyes only
public record Overheard(
        @JsonProperty("name") String name,
        @JsonProperty("text") String text) {

    @Override
    public String toString() {
        return "Overheard[]";
    }
}
