package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must arrive at a person. Its id is the delivery's: the same id is delivered once. A reply or notice without
/// text
/// only records how a message ended: chat platforms are told nothing.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OutboundMessage.Reply.class, name = "reply"),
    @JsonSubTypes.Type(value = OutboundMessage.Notice.class, name = "notice"),
    @JsonSubTypes.Type(value = OutboundMessage.Edit.class, name = "edit"),
    @JsonSubTypes.Type(value = OutboundMessage.SharedFile.class, name = "file")
})
public sealed interface OutboundMessage extends TopicRecord {

    Address address();

    /// The message that this answers; null if nobody asked.
    @Nullable
    String inReplyTo();

    Instant at();

    /// How an accepted message ended; each ends in exactly one of these.
    enum Outcome {
        ANSWERED,
        REFUSED,
        FAILED,
        STOPPED
    }

    /// The one recorded outcome of a turn.
    ///
    /// @param epoch of the writer's journal segment; a reader drops a lower one than it has seen for the session
    /// @param model which model answered, `provider/model`; null if none was asked
    record Reply(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("inReplyTo") String inReplyTo,
            @JsonProperty("session") String session,
            @JsonProperty("epoch") long epoch,
            @JsonProperty("text") String text,
            @JsonProperty("outcome") Outcome outcome,
            @JsonProperty("tools") List<ToolSummary> tools,
            @JsonProperty("usage") TokenUsage usage,
            @JsonProperty("model") @Nullable String model,
            @JsonProperty("persona") @Nullable PersonaReference persona,
            @JsonProperty("at") Instant at)
            implements OutboundMessage {

        @SuppressWarnings("NullAway") // JSON of another version may lack them
        public Reply {
            tools = tools == null ? List.of() : List.copyOf(tools);
            usage = usage == null ? TokenUsage.NONE : usage;
        }

        @Override
        public String toString() {
            return "Reply[id=" + id + ", user=" + user + ", outcome=" + outcome + "]";
        }
    }

    /// What the system itself says: the choice of personas, an answer to a command, a refusal.
    ///
    /// @param outcome set when this is how the message that it answers ended; null if more is to come
    record Notice(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("inReplyTo") @Nullable String inReplyTo,
            @JsonProperty("text") String text,
            @JsonProperty("buttons") List<Button> buttons,
            @JsonProperty("outcome") @Nullable Outcome outcome,
            @JsonProperty("persona") @Nullable PersonaReference persona,
            @JsonProperty("at") Instant at)
            implements OutboundMessage {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Notice {
            buttons = buttons == null ? List.of() : List.copyOf(buttons);
        }

        @Override
        public String toString() {
            return "Notice[id=" + id + ", user=" + user + "]";
        }
    }

    /// New text for something that was delivered before.
    record Edit(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("inReplyTo") @Nullable String inReplyTo,
            @JsonProperty("target") String target,
            @JsonProperty("text") String text,
            @JsonProperty("at") Instant at)
            implements OutboundMessage {

        @Override
        public String toString() {
            return "Edit[id=" + id + ", user=" + user + "]";
        }
    }

    /// A file of the person's workspace, copied out to `blobs/`.
    record SharedFile(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("inReplyTo") @Nullable String inReplyTo,
            @JsonProperty("file") Attachment file,
            @JsonProperty("caption") String caption,
            @JsonProperty("at") Instant at)
            implements OutboundMessage {

        @Override
        public String toString() {
            return "SharedFile[id=" + id + ", user=" + user + "]";
        }
    }

    /// A choice that a platform shows as a button; pressing it sends the value as a message.
    record Button(
            @JsonProperty("label") String label,
            @JsonProperty("value") String value) {}
}
