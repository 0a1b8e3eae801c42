package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks for, or changes, what another service owns. Whoever owns the answer gives it; the others let it pass.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CommandRequest.GetHistory.class, name = "history"),
    @JsonSubTypes.Type(value = CommandRequest.ListSessions.class, name = "sessions"),
    @JsonSubTypes.Type(value = CommandRequest.GetOnboarding.class, name = "onboarding"),
    @JsonSubTypes.Type(value = CommandRequest.GetPerson.class, name = "person"),
    @JsonSubTypes.Type(value = CommandRequest.ListPeople.class, name = "people"),
    @JsonSubTypes.Type(value = CommandRequest.ChangeSetting.class, name = "setting"),
    @JsonSubTypes.Type(value = CommandRequest.DraftPersona.class, name = "draftPersona"),
    @JsonSubTypes.Type(value = CommandRequest.FetchFiles.class, name = "fetchFiles"),
    @JsonSubTypes.Type(value = CommandRequest.ListPairings.class, name = "pairings"),
    @JsonSubTypes.Type(value = CommandRequest.DecidePairing.class, name = "decidePairing"),
    @JsonSubTypes.Type(value = CommandRequest.MoveAddress.class, name = "moveAddress"),
    @JsonSubTypes.Type(value = CommandRequest.GetAccess.class, name = "access"),
    @JsonSubTypes.Type(value = CommandRequest.ForgetDecision.class, name = "forgetDecision"),
    @JsonSubTypes.Type(value = CommandRequest.ControlPerson.class, name = "controlPerson"),
    @JsonSubTypes.Type(value = CommandRequest.GetUsage.class, name = "usage"),
    @JsonSubTypes.Type(value = CommandRequest.ExportSession.class, name = "exportSession"),
    @JsonSubTypes.Type(value = CommandRequest.DeletePerson.class, name = "deletePerson")
})
public sealed interface CommandRequest extends TopicRecord {

    /// Which service answers.
    @JsonIgnore
    default Owner owner() {
        return switch (this) {
            case GetHistory _, ListSessions _, DraftPersona _, GetUsage _, ExportSession _ -> Owner.AGENT;
            case GetOnboarding _, GetPerson _, ListPeople _, ChangeSetting _, MoveAddress _, DeletePerson _ ->
                Owner.PERSONA;
            case FetchFiles _ -> Owner.INGRESS;
            case ListPairings _, DecidePairing _, GetAccess _, ForgetDecision _, ControlPerson _ -> Owner.ROUTER;
        };
    }

    /// A service that answers commands.
    enum Owner {
        AGENT,
        PERSONA,
        INGRESS,
        ROUTER
    }

    /// The last turns of this person, older sessions among them, up to the limit in items.
    ///
    /// @param session the only one to tell of; null for all
    record GetHistory(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("limit") int limit,
            @JsonProperty("session") @Nullable String session)
            implements CommandRequest {

        /// Of all sessions.
        public GetHistory(String id, UserId user, int limit) {
            this(id, user, limit, null);
        }
    }

    /// What was said while the person chose a persona; answered as a history.
    record GetOnboarding(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// The person's sessions; of everybody when the user is [#EVERYBODY].
    record ListSessions(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    record GetPerson(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// All people that have a directory; the user is [#EVERYBODY].
    record ListPeople(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// Sets one of the person's settings; an empty value removes it.
    record ChangeSetting(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("name") String name,
            @JsonProperty("value") String value)
            implements CommandRequest {}

    /// A persona's text drafted by a model from the person's own words.
    record DraftPersona(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("description") String description)
            implements CommandRequest {

        @Override
        public String toString() {
            return "DraftPersona[id=" + id + ", user=" + user + "]";
        }
    }

    /// Brings a message's files, which are still at its platform, into `blobs/<message>/`; whoever holds the lease of
    /// the address' account answers.
    record FetchFiles(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") Address address,
            @JsonProperty("message") String message,
            @JsonProperty("files") List<Attachment> files)
            implements CommandRequest {

        @SuppressWarnings("NullAway") // JSON of another version may lack the list
        public FetchFiles {
            files = files == null ? List.of() : List.copyOf(files);
        }

        @Override
        public String toString() {
            return "FetchFiles[id=" + id + ", user=" + user + ", files=" + files.size() + "]";
        }
    }

    /// The codes that wait, and the people that were let in by one; the user is [#EVERYBODY].
    record ListPairings(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// Lets a stranger in, or does not, or takes that back; the user is [#EVERYBODY].
    ///
    /// @param decision anything but `WAITING`
    /// @param subject the stranger's code; or the person's id, for `REVOKED`, and for who is let in without a code
    record DecidePairing(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("decision") PairingRecord.State decision,
            @JsonProperty("subject") String subject)
            implements CommandRequest {}

    /// All that the address said as `user` is answered: it may belong to the next person now.
    ///
    /// @param id of the move, see [LinkRecord.AddressMove]
    record MoveAddress(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("address") UserId address) implements CommandRequest {}

    /// Who may write, and by what; the user is [#EVERYBODY], or the one to tell of.
    record GetAccess(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// Forgets what the operator decided about this person, whose data is deleted.
    record ForgetDecision(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// Has the worker that has the person do what only the operator may ask for, in the person's turn; the worker
    /// answers.
    ///
    /// @param argument the session, for what is about one
    record ControlPerson(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("control") TurnRecord.Control control,
            @JsonProperty("argument") String argument)
            implements CommandRequest {}

    /// What the person uses and may use; of everybody when the user is [#EVERYBODY].
    record GetUsage(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// A session of the person as Markdown.
    record ExportSession(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("session") String session) implements CommandRequest {}

    /// Deletes the person's directory; whoever keeps something else of theirs deletes that as well.
    record DeletePerson(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user) implements CommandRequest {}

    /// Stands for nobody in particular in a question about all.
    UserId EVERYBODY = UserId.of("operator", "everybody");
}
