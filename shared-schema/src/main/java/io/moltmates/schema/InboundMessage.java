package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person wrote, normalized from their platform's form.
///
/// @param id the message's id, see [Ids#messageId]
/// @param user who wrote it, or the group it was written in: the address' own id until the router has resolved it
/// @param senderName how the platform calls the writer, for people's eyes only
/// @param context instructions for this turn alone (a `system` message of the HTTP API)
/// @param live whether somebody watches the answer grow; without it no text deltas are published
public record InboundMessage(
        @JsonProperty("id") String id,
        @JsonProperty("user") UserId user,
        @JsonProperty("address") Address address,
        @JsonProperty("senderName") String senderName,
        @JsonProperty("text") String text,
        @JsonProperty("attachments") List<Attachment> attachments,
        @JsonProperty("context") @Nullable String context,
        @JsonProperty("live") boolean live,
        @JsonProperty("receivedAt") Instant receivedAt)
        implements TopicRecord {

    @SuppressWarnings("NullAway") // JSON of another version may lack the list
    public InboundMessage {
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }

    public InboundMessage withUser(UserId canonical) {
        return new InboundMessage(id, canonical, address, senderName, text, attachments, context, live, receivedAt);
    }

    @Override
    public String toString() {
        return "InboundMessage[id=" + id + ", user=" + user + "]";
    }
}
