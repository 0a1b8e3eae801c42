package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// One bot account of a platform; the replica that is assigned its partition polls and sends for it.
public record AccountLease(
        @JsonProperty("user") UserId user,
        @JsonProperty("channel") String channel,
        @JsonProperty("account") String account)
        implements TopicRecord {

    @Override
    public String id() {
        return channel + "/" + account;
    }
}
