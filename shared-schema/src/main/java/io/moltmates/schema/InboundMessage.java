package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person wrote, normalized from their platform's form.
///
/// @param id the message's id, see [Ids#messageId]
/// @param user who wrote it, or the group it was written in: the address' own id until the router has resolved it
/// @param senderName how the platform calls the writer, for people's eyes only
/// @param context instructions for this turn alone (a `system` message of the HTTP API), or for the group
/// @param live whether somebody watches the answer grow; without it no text deltas are published
/// @param group what is known besides of what is said in a group; null elsewhere
/// @param quote what the message answers or passes on; null if nothing
/// @param senderHandle the writer's user name without `@`, where the platform lets nobody else have it; null elsewhere
/// @param earlier what was said in the group since the assistant's last answer, the oldest first
public record InboundMessage(
        @JsonProperty("id") String id,
        @JsonProperty("user") UserId user,
        @JsonProperty("address") Address address,
        @JsonProperty("senderName") String senderName,
        @JsonProperty("text") String text,
        @JsonProperty("attachments") List<Attachment> attachments,
        @JsonProperty("context") @Nullable String context,
        @JsonProperty("live") boolean live,
        @JsonProperty("receivedAt") Instant receivedAt,
        @JsonProperty("group") @Nullable GroupPart group,
        @JsonProperty("quote") @Nullable Quote quote,
        @JsonProperty("senderHandle") @Nullable String senderHandle,
        @JsonProperty("earlier") List<Overheard> earlier)
        implements TopicRecord {

    @JsonCreator
    @SuppressWarnings("NullAway") // JSON of another version may lack the lists
    public InboundMessage {
        earlier = earlier == null ? List.of() : List.copyOf(earlier);
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }

    /// A message to the assistant alone that answers nothing.
    public InboundMessage(
            String id,
            UserId user,
            Address address,
            String senderName,
            String text,
            List<Attachment> attachments,
            @Nullable String context,
            boolean live,
            Instant receivedAt) {
        this(id, user, address, senderName, text, attachments, context, live, receivedAt, null, null, null, List.of());
    }

    public InboundMessage withUser(UserId canonical) {
        return new InboundMessage(
                id,
                canonical,
                address,
                senderName,
                text,
                attachments,
                context,
                live,
                receivedAt,
                group,
                quote,
                senderHandle,
                earlier);
    }

    public InboundMessage withText(String other) {
        return new InboundMessage(
                id,
                user,
                address,
                senderName,
                other,
                attachments,
                context,
                live,
                receivedAt,
                group,
                quote,
                senderHandle,
                earlier);
    }

    public InboundMessage withAttachments(List<Attachment> others) {
        return new InboundMessage(
                id,
                user,
                address,
                senderName,
                text,
                others,
                context,
                live,
                receivedAt,
                group,
                quote,
                senderHandle,
                earlier);
    }

    /// With what the assistant has to know of the group that it was written in.
    ///
    /// @param instructions of the operator for this group; null if there are none
    public InboundMessage inGroup(@Nullable String instructions, List<Overheard> before) {
        return new InboundMessage(
                id,
                user,
                address,
                senderName,
                text,
                attachments,
                instructions,
                live,
                receivedAt,
                group,
                quote,
                senderHandle,
                before);
    }

    public InboundMessage withGroup(GroupPart other) {
        return new InboundMessage(
                id,
                user,
                address,
                senderName,
                text,
                attachments,
                context,
                live,
                receivedAt,
                other,
                quote,
                senderHandle,
                earlier);
    }

    /// Who wrote it: in a group somebody else than the user.
    @JsonIgnore
    public UserId sender() {
        return group == null ? user : group.sender();
    }

    @Override
    public String toString() {
        return "InboundMessage[id=" + id + ", user=" + user + "]";
    }
}
