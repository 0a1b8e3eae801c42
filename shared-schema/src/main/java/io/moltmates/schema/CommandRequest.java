package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

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
    @JsonSubTypes.Type(value = CommandRequest.MoveAddress.class, name = "moveAddress")
})
public sealed interface CommandRequest extends TopicRecord {

    /// Which service answers.
    @JsonIgnore
    default Owner owner() {
        return switch (this) {
            case GetHistory _, ListSessions _, DraftPersona _ -> Owner.AGENT;
            case GetOnboarding _, GetPerson _, ListPeople _, ChangeSetting _, MoveAddress _ -> Owner.PERSONA;
            case FetchFiles _ -> Owner.INGRESS;
            case ListPairings _, DecidePairing _ -> Owner.ROUTER;
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
    record GetHistory(
            @JsonProperty("id") String id,
            @JsonProperty("user") UserId user,
            @JsonProperty("limit") int limit) implements CommandRequest {}

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
    /// @param subject the stranger's code, or the person's id for `REVOKED`
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

    /// Stands for nobody in particular in a question about all.
    UserId EVERYBODY = UserId.of("operator", "everybody");
}
