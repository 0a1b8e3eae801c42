package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.moltmates.schema.OutboundMessage.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to a [CommandRequest], under its id.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandResult.History.class, name = "history"),
    @JsonSubTypes.Type(value = CommandResult.Sessions.class, name = "sessions"),
    @JsonSubTypes.Type(value = CommandResult.People.class, name = "people"),
    @JsonSubTypes.Type(value = CommandResult.Draft.class, name = "draft"),
    @JsonSubTypes.Type(value = CommandResult.Files.class, name = "files"),
    @JsonSubTypes.Type(value = CommandResult.Pairings.class, name = "pairings"),
    @JsonSubTypes.Type(value = CommandResult.Access.class, name = "access"),
    @JsonSubTypes.Type(value = CommandResult.Usage.class, name = "usage"),
    @JsonSubTypes.Type(value = CommandResult.Export.class, name = "export"),
    @JsonSubTypes.Type(value = CommandResult.Done.class, name = "done"),
    @JsonSubTypes.Type(value = CommandResult.Failure.class, name = "failure")
})
public sealed interface CommandResult extends TopicRecord {

    /// What was said, the oldest first.
    record History(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("items") List<Item> items) implements CommandResult {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public History {
            items = items == null ? List.of() : List.copyOf(items);
        }

        @Override
        public String toString() {
            return "History[id=" + id + ", items=" + items.size() + "]";
        }
    }

    /// One thing that was said.
    ///
    /// @param id the message's or delivery's id
    /// @param messageId the message itself, or the one that this answers
    /// @param outcome how a turn ended; null for what a person wrote
    record Item(
            @JsonProperty("id") String id,
            @JsonProperty("messageId") @Nullable String messageId,
            @JsonProperty("role") Role role,
            @JsonProperty("text") String text,
            @JsonProperty("at") Instant at,
            @JsonProperty("tools") List<ToolSummary> tools,
            @JsonProperty("buttons") List<OutboundMessage.Button> buttons,
            @JsonProperty("attachments") List<Attachment> attachments,
            @JsonProperty("outcome") @Nullable Outcome outcome,
            @JsonProperty("persona") @Nullable PersonaReference persona) {

        @SuppressWarnings("NullAway") // JSON of another version may lack them
        public Item {
            tools = tools == null ? List.of() : List.copyOf(tools);
            buttons = buttons == null ? List.of() : List.copyOf(buttons);
            attachments = attachments == null ? List.of() : List.copyOf(attachments);
        }

        /// What a person wrote.
        public static Item of(InboundMessage message) {
            return new Item(
                    message.id(),
                    message.id(),
                    Role.USER,
                    message.text(),
                    message.receivedAt(),
                    List.of(),
                    List.of(),
                    message.attachments(),
                    null,
                    null);
        }

        /// What the assistant answered: the same whether it just came or is read from history.
        public static Item of(OutboundMessage.Reply reply) {
            return new Item(
                    reply.id(),
                    reply.inReplyTo(),
                    Role.ASSISTANT,
                    reply.text(),
                    reply.at(),
                    reply.tools(),
                    List.of(),
                    List.of(),
                    reply.outcome(),
                    reply.persona());
        }

        /// What the system said: the same whether it just came or is read from history.
        public static Item of(OutboundMessage.Notice notice) {
            return new Item(
                    notice.id(),
                    notice.inReplyTo(),
                    Role.NOTICE,
                    notice.text(),
                    notice.at(),
                    List.of(),
                    notice.buttons(),
                    List.of(),
                    notice.outcome(),
                    notice.persona());
        }

        @Override
        public String toString() {
            return "Item[id=" + id + ", role=" + role + "]";
        }
    }

    /// Who said it.
    enum Role {
        USER,
        ASSISTANT,
        NOTICE
    }

    record Sessions(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("sessions") List<Session> sessions)
            implements CommandResult {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Sessions {
            sessions = sessions == null ? List.of() : List.copyOf(sessions);
        }
    }

    /// @param current whether the person's next message goes to it
    record Session(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("startedAt") Instant startedAt,
            @JsonProperty("lastAt") Instant lastAt,
            @JsonProperty("turns") int turns,
            @JsonProperty("current") boolean current) {}

    record People(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("people") List<UserRecord> people)
            implements CommandResult {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public People {
            people = people == null ? List.of() : List.copyOf(people);
        }
    }

    record Draft(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("text") String text) implements CommandResult {

        @Override
        public String toString() {
            return "Draft[id=" + id + "]";
        }
    }

    /// The files of a message, in the order in which they were asked for.
    record Files(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("files") List<FetchedFile> files)
            implements CommandResult {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Files {
            files = files == null ? List.of() : List.copyOf(files);
        }

        @Override
        public String toString() {
            return "Files[id=" + id + ", user=" + user + ", files=" + files.size() + "]";
        }
    }

    /// A file as it lies in `blobs/` now, or why it does not.
    ///
    /// @param problem a sentence; null if it is there
    record FetchedFile(
            @JsonProperty("file") Attachment file,
            @JsonProperty("problem") @Nullable String problem) {}

    /// Codes that wait, and people that were let in, the oldest first.
    record Pairings(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("pairings") List<PairingRecord> pairings)
            implements CommandResult {
        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Pairings {
            pairings = pairings == null ? List.of() : List.copyOf(pairings);
        }
    }

    /// Who may write.
    record Access(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("people") List<PersonAccess> people)
            implements CommandResult {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Access {
            people = people == null ? List.of() : List.copyOf(people);
        }
    }

    /// Whether somebody may write.
    ///
    /// @param reasons by what, or by what not: sentences without an end
    record PersonAccess(
            @JsonProperty("user") UserId user,
            @JsonProperty("admitted") boolean admitted,
            @JsonProperty("reasons") List<String> reasons) {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public PersonAccess {
            reasons = reasons == null ? List.of() : List.copyOf(reasons);
        }
    }

    /// What people use and may use.
    record Usage(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("people") List<PersonUsage> people)
            implements CommandResult {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public Usage {
            people = people == null ? List.of() : List.copyOf(people);
        }
    }

    /// What somebody uses; a day is one of UTC, a limit of 0 is none.
    ///
    /// @param name what the platform called whoever wrote last; empty if it is not known
    /// @param session the current one; empty if there is none yet
    /// @param lastAt when something was written to it last; null if nothing was
    /// @param workspaceBytes the size of the workspace; -1 where everybody was asked for, since it takes a while
    record PersonUsage(
            @JsonProperty("user") UserId user,
            @JsonProperty("name") String name,
            @JsonProperty("model") String model,
            @JsonProperty("session") String session,
            @JsonProperty("sessions") int sessions,
            @JsonProperty("lastAt") @Nullable Instant lastAt,
            @JsonProperty("tokensToday") long tokensToday,
            @JsonProperty("dollarsToday") double dollarsToday,
            @JsonProperty("messagesPerMinute") int messagesPerMinute,
            @JsonProperty("tokensPerDay") int tokensPerDay,
            @JsonProperty("dollarsPerDay") double dollarsPerDay,
            @JsonProperty("workspaceBytes") long workspaceBytes) {

        @SuppressWarnings("NullAway") // JSON of another version may lack them
        public PersonUsage {
            name = name == null ? "" : name;
            model = model == null ? "" : model;
            session = session == null ? "" : session;
        }

        @Override
        public String toString() {
            return "PersonUsage[user=" + user + "]";
        }
    }

    /// A conversation as Markdown; empty if nothing was said in it.
    record Export(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("text") String text) implements CommandResult {

        @Override
        public String toString() {
            return "Export[id=" + id + "]";
        }
    }

    record Done(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandResult {}

    /// Why not, as a sentence for whoever asked.
    record Failure(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("reason") String reason) implements CommandResult {}
}
