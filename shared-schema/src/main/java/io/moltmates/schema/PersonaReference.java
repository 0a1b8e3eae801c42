package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Which persona a person talks to, as people see it.
///
/// @param id the template's file name without its ending, `custom` for a persona of the person's own
public record PersonaReference(
        @JsonProperty("id") String id,
        @JsonProperty("name") String name,
        @JsonProperty("emoji") String emoji) {}
