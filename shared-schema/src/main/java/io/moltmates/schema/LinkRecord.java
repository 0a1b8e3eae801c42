package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How several addresses become one person, and are people of their own again.
///
/// The topic is compacted: an offer has a row of its own, and each address that was ever linked one for where it is.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LinkRecord.LinkOffer.class, name = "offer"),
    @JsonSubTypes.Type(value = LinkRecord.AddressMove.class, name = "move")
})
public sealed interface LinkRecord extends TopicRecord {

    Instant at();

    /// The clocks of those who write rows differ; a later row never says an earlier time.
    static Instant after(Instant before, Instant now) {
        return now.isAfter(before) ? now : before.plusMillis(1);
    }

    /// A code that one side was shown, and how far both have agreed.
    ///
    /// @param id of the message that asked for the code
    /// @param user the address that asked, whose person stays
    /// @param address where that side is told
    /// @param name how the platform calls that side, which proves nothing
    /// @param typedBy the address that typed the code; null before
    /// @param typedAt where that side is told; null before
    /// @param typedName how the platform calls it; null before
    /// @param until when the offer ends
    record LinkOffer(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("name") String name,
            @JsonProperty("code") String code,
            @JsonProperty("state") OfferState state,
            @JsonProperty("typedBy") @Nullable UserId typedBy,
            @JsonProperty("typedAt") @Nullable Address typedAt,
            @JsonProperty("typedName") @Nullable String typedName,
            @JsonProperty("at") Instant at,
            @JsonProperty("until") Instant until)
            implements LinkRecord {

        public LinkOffer in(OfferState next, Instant when) {
            return new LinkOffer(
                    id, user, address, name, code, next, typedBy, typedAt, typedName, after(at, when), until);
        }

        /// The code is used up by this.
        public LinkOffer typed(InboundMessage message, Instant when, Instant end) {
            return new LinkOffer(
                    id,
                    user,
                    address,
                    name,
                    code,
                    OfferState.TYPED,
                    message.user(),
                    message.address(),
                    message.senderName(),
                    after(at, when),
                    end);
        }

        @Override
        @JsonIgnore
        public String key() {
            return id;
        }

        @Override
        public String toString() {
            return "LinkOffer[user=" + user + ", state=" + state + ", typedBy=" + typedBy + "]";
        }
    }

    /// How far an offer has come.
    enum OfferState {
        /// The code is shown, and was not typed.
        OPEN,
        /// Somebody typed it; the side that was shown the code has to agree.
        TYPED,
        /// It agreed; the side that typed the code has to.
        AGREED,
        /// Nothing more comes of it.
        ENDED
    }

    /// Where an address belongs, and from which of its messages on.
    ///
    /// @param id of the message with which it moves
    /// @param user the address
    /// @param from the person that it belonged to before
    /// @param to the person that it belongs to since
    /// @param operator whether the configuration says so, rather than the person
    /// @param other where the other side of the link is told; null if it is not
    /// @param since when the message came in with which it moves: what came before belongs to `from`
    record AddressMove(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("from") UserId from,
            @JsonProperty("to") UserId to,
            @JsonProperty("state") MoveState state,
            @JsonProperty("operator") boolean operator,
            @JsonProperty("other") @Nullable Address other,
            @JsonProperty("since") Instant since,
            @JsonProperty("at") Instant at)
            implements LinkRecord {

        public AddressMove in(MoveState next, Instant when) {
            return new AddressMove(id, user, from, to, next, operator, other, since, after(at, when));
        }
    }

    /// How far an address has come.
    enum MoveState {
        /// What it said before is still being answered.
        MOVING,
        /// It belongs to the new person.
        MOVED,
        /// It belongs to the new person still, and is its own again with its next message.
        RELEASED
    }
}
