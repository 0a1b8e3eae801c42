package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The answer to a [SandboxRequest], under its id.
public record SandboxResult(
        @JsonProperty("id") String id,
        @JsonProperty("user") UserId user,
        @JsonProperty("outcome") SandboxOutcome outcome,
        @JsonProperty("millis") long millis)
        implements TopicRecord {}
