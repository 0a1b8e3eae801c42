package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// One tool call as people see it in a chat, input and output cut short.
public record ToolSummary(
        @JsonProperty("step") String step,
        @JsonProperty("name") String name,
        @JsonProperty("ok") boolean ok,
        @JsonProperty("input") String input,
        @JsonProperty("output") String output) {}
