package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A replica of channel-ingress takes the lease of one bot account: it polls and sends for it from now on.
///
/// The record's offset is the lease's epoch: a later lease of the account has a higher one.
///
/// @param user the account as an id, the record's key; the replica that is assigned its partition takes the lease
/// @param holder which replica, a new name at each start
public record AccountLease(
        @JsonProperty("user") UserId user,
        @JsonProperty("channel") String channel,
        @JsonProperty("account") String account,
        @JsonProperty("holder") @Nullable String holder,
        @JsonProperty("at") @Nullable Instant at)
        implements TopicRecord {

    /// The account as an id.
    public static UserId user(String channel, String account) {
        return UserId.of(channel, account);
    }

    @Override
    public String id() {
        return channel + "/" + account;
    }
}
