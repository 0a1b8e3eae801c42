package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// Where an answer goes: the channel, the bot account there, the conversation, and its thread if it has any.
public record Address(
        @JsonProperty("channel") String channel,
        @JsonProperty("account") @Nullable String account,
        @JsonProperty("conversation") String conversation,
        @JsonProperty("thread") @Nullable String thread) {

    public static Address of(String channel, String conversation) {
        return new Address(channel, null, conversation, null);
    }
}
