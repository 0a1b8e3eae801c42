package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What may be missed: how an answer grows. A later attempt of a turn replaces the draft that people saw.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LiveEvent.TextDelta.class, name = "text"),
    @JsonSubTypes.Type(value = LiveEvent.Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = LiveEvent.ToolProgress.class, name = "tool")
})
public sealed interface LiveEvent extends TopicRecord {

    Address address();

    /// The message that is being answered.
    String turn();

    /// Of the writer's journal segment; a reader drops a lower one than it has seen for the turn.
    long epoch();

    /// Counted from 1; a higher one replaces what was shown.
    int attempt();

    /// Counted from 1 within an attempt.
    long sequence();

    @Override
    default String id() {
        return turn() + "@" + epoch() + "." + attempt() + "." + sequence();
    }

    /// More text, merged over 50 ms.
    record TextDelta(
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("turn") String turn,
            @JsonProperty("epoch") long epoch,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("sequence") long sequence,
            @JsonProperty("text") String text)
            implements LiveEvent {

        @Override
        public String toString() {
            return "TextDelta[" + id() + "]";
        }
    }

    /// The assistant has begun to work on the turn, or has stopped.
    record Typing(
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("turn") String turn,
            @JsonProperty("epoch") long epoch,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("sequence") long sequence,
            @JsonProperty("on") boolean on)
            implements LiveEvent {}

    /// A tool call began or ended.
    record ToolProgress(
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("turn") String turn,
            @JsonProperty("epoch") long epoch,
            @JsonProperty("attempt") int attempt,
            @JsonProperty("sequence") long sequence,
            @JsonProperty("step") String step,
            @JsonProperty("name") String name,
            @JsonProperty("state") ToolState state,
            @JsonProperty("input") String input,
            @JsonProperty("output") String output)
            implements LiveEvent {

        @Override
        public String toString() {
            return "ToolProgress[" + id() + ", name=" + name + ", state=" + state + "]";
        }
    }

    /// How far a tool call is.
    enum ToolState {
        STARTED,
        SUCCEEDED,
        FAILED
    }
}
