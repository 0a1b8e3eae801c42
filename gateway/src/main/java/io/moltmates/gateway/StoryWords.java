package io.moltmates.gateway;

import io.moltmates.schema.AccountLease;
import io.moltmates.schema.Address;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.TokenUsage;
import io.moltmates.schema.ToolSummary;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.kafka.DeadLetterId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells in a sentence what a record says. The sentence may hold anything that people and models wrote.
///
/// @param most how many characters of a text are shown
record StoryWords(int most) {

    String of(TapRecord entry) {
        try {
            return sentence(entry);
        } catch (NullPointerException _) { // written by somebody who left out what a record of its type has
            return unreadable(entry);
        }
    }

    private String sentence(TapRecord entry) {
        return switch (entry.message()) {
            case InboundMessage message -> inbound(message);
            case OnboardingMessage message -> "goes to onboarding: " + reason(message.reason());
            case TurnRecord.TurnRequest _ -> "goes to the assistant";
            case TurnRecord.TurnControl control ->
                "command /" + lower(control.control()) + spaced(control.argument()) + " goes to the assistant";
            case SandboxRequest request -> "tool: " + ToolWords.request(request, this);
            case SandboxResult result ->
                "tool took " + result.millis() + " ms: " + ToolWords.outcome(result.outcome(), this);
            case OutboundMessage message -> outbound(message);
            case LiveEvent event -> live(event);
            case DeliveryRecord delivery -> delivery(delivery);
            case UserRecord row -> person(row);
            case PairingRecord pairing -> pairing(pairing);
            case LinkRecord link -> link(link);
            case CommandRequest request -> command(request);
            case CommandResult result -> result(result);
            case DeadLetter letter -> letter(letter);
            case AccountLease lease ->
                "account " + lease.account() + " of " + lease.channel() + " is taken by " + lease.holder();
            case null, default -> unreadable(entry);
        };
    }

    private String inbound(InboundMessage message) {
        return name(message.senderName(), message.user().platformId()) + "says by " + by(message.address()) + ": "
                + shown(message.text()) + files(message.attachments());
    }

    private static String name(@Nullable String sender, String id) {
        return sender == null || sender.isBlank() || sender.equals(id) ? "" : sender + " ";
    }

    private String outbound(OutboundMessage message) {
        return switch (message) {
            case OutboundMessage.Reply reply ->
                persona(reply.persona(), "the assistant") + how(reply.outcome()) + " by " + by(reply.address()) + " ("
                        + cost(reply) + "): " + shown(reply.text());
            case OutboundMessage.Notice notice ->
                "Moltmates " + (notice.outcome() == null ? "says" : how(notice.outcome())) + " by "
                        + by(notice.address()) + ": " + shown(notice.text()) + buttons(notice.buttons());
            case OutboundMessage.Edit edit -> "says instead by " + by(edit.address()) + ": " + shown(edit.text());
            case OutboundMessage.SharedFile file ->
                "sends a file by " + by(file.address()) + ":" + files(List.of(file.file())) + spaced(file.caption());
        };
    }

    private static String how(Outcome outcome) {
        return switch (outcome) {
            case ANSWERED -> "answers";
            case REFUSED -> "REFUSES";
            case FAILED -> "FAILS";
            case STOPPED -> "was stopped";
        };
    }

    private static String cost(OutboundMessage.Reply reply) {
        String model = reply.model() == null ? "no model" : "model " + reply.model() + ", " + tokens(reply.usage());
        return reply.tools().isEmpty() ? model : model + ", tools: " + tools(reply.tools());
    }

    private static String tokens(TokenUsage usage) {
        String cached = usage.cacheRead() == 0 ? "" : " (" + usage.cacheRead() + " cached)";
        return usage.input() + cached + " + " + usage.output() + " tokens";
    }

    private static String tools(List<ToolSummary> tools) {
        return tools.stream()
                .map(tool -> tool.name() + (tool.ok() ? "" : " (failed)"))
                .collect(Collectors.joining(", "));
    }

    private String live(LiveEvent event) {
        return switch (event) {
            case LiveEvent.TextDelta delta -> "the answer grows: " + shown(delta.text());
            case LiveEvent.Typing typing -> typing.on() ? "the assistant types" : "the assistant types no more";
            case LiveEvent.ToolProgress tool ->
                "tool " + tool.name() + ' ' + lower(tool.state()) + ": "
                        + shown(tool.state() == LiveEvent.ToolState.STARTED ? tool.input() : tool.output());
        };
    }

    private static String delivery(DeliveryRecord delivery) {
        return switch (delivery.state()) {
            case INTENT -> "is about to be sent by " + by(delivery.address());
            case DELIVERED -> "is delivered by " + by(delivery.address());
            case FAILED -> "is NOT delivered by " + by(delivery.address()) + ": " + delivery.reason();
            case UNKNOWN -> "may be delivered by " + by(delivery.address()) + " or not: " + delivery.reason();
            case DUE -> "waits to be sent by " + by(delivery.address()) + ": " + delivery.reason();
        };
    }

    private static String person(UserRecord row) {
        return switch (row.status()) {
            case CHOOSING -> "is choosing a persona";
            case READY -> "talks with " + persona(row.persona(), "an assistant").strip();
        };
    }

    private static String pairing(PairingRecord pairing) {
        return switch (pairing.state()) {
            case WAITING -> "is a stranger, and is shown the code " + pairing.code();
            case APPROVED -> "is let in by the operator";
            case REJECTED -> "is not let in by the operator";
            case REVOKED -> "may write no more";
        };
    }

    private static String link(LinkRecord link) {
        return switch (link) {
            case LinkRecord.LinkOffer offer ->
                switch (offer.state()) {
                    case OPEN -> "is shown a code to link another address";
                    case TYPED -> "is asked whether " + offer.typedBy() + " is the same person";
                    case AGREED -> "says that " + offer.typedBy() + " is the same person";
                    case ENDED -> "links no other address by this code any more";
                };
            case LinkRecord.AddressMove move ->
                switch (move.state()) {
                    case MOVING -> "moves from " + move.from() + " to " + move.to();
                    case MOVED -> "belongs to " + move.to();
                    case RELEASED -> "belongs to " + move.to() + " until its next message";
                };
        };
    }

    private String command(CommandRequest request) {
        return switch (request) {
            case CommandRequest.GetHistory history -> "asks for the last " + history.limit() + " turns";
            case CommandRequest.GetOnboarding _ -> "asks for what was said in onboarding";
            case CommandRequest.ListSessions _ -> "asks for the sessions";
            case CommandRequest.GetPerson _ -> "asks for the person";
            case CommandRequest.ListPeople _ -> "asks for all people";
            case CommandRequest.ChangeSetting change -> "sets " + change.name() + " to " + shown(change.value());
            case CommandRequest.DraftPersona draft -> "asks for a persona: " + shown(draft.description());
            case CommandRequest.FetchFiles fetch -> "asks for " + fetch.files().size() + " files of " + fetch.message();
            case CommandRequest.ListPairings _ -> "asks for the codes of strangers";
            case CommandRequest.MoveAddress move -> "has " + move.address() + " move: all before is answered";
            case CommandRequest.DecidePairing decide ->
                "decides on " + shown(decide.subject()) + ": " + lower(decide.decision());
            case CommandRequest.GetAccess _ -> "asks who may write";
            case CommandRequest.ForgetDecision _ -> "has forgotten what was decided";
            case CommandRequest.ControlPerson control ->
                "has done: " + lower(control.control()).replace('_', ' ') + spaced(control.argument());
            case CommandRequest.GetUsage _ -> "asks for what is used";
            case CommandRequest.ExportSession export -> "asks for the text of session " + export.session();
            case CommandRequest.DeletePerson _ -> "has all of the person deleted";
        };
    }

    private String result(CommandResult result) {
        return switch (result) {
            case CommandResult.History history -> "gets " + history.items().size() + " turns";
            case CommandResult.Sessions sessions ->
                "gets " + sessions.sessions().size() + " sessions";
            case CommandResult.People people -> "gets " + people.people().size() + " people";
            case CommandResult.Draft draft -> "gets a persona: " + shown(draft.text());
            case CommandResult.Files files -> "gets " + files.files().size() + " files";
            case CommandResult.Pairings pairings ->
                "gets " + pairings.pairings().size() + " codes and people";
            case CommandResult.Access access ->
                "gets who may write: " + access.people().size() + " people";
            case CommandResult.Usage usage -> "gets what " + usage.people().size() + " people use";
            case CommandResult.Export _ -> "gets the text of a session";
            case CommandResult.Done _ -> "gets it done";
            case CommandResult.Failure failure -> "gets no answer: " + failure.reason();
        };
    }

    private static String letter(DeadLetter letter) {
        var id = DeadLetterId.of(letter);
        var settled = letter.settled();
        if (settled != null) {
            return "dead letter " + id + " was " + lower(settled);
        }
        return "DEAD LETTER " + id + ": " + letter.service() + " gave it up at attempt " + letter.attempts() + ": "
                + letter.reason();
    }

    private String unreadable(TapRecord entry) {
        if (entry.value() == null) {
            return entry.on(Topics.USERS) ? "has no directory any more" : "(an empty record)";
        }
        return "(can't be read) " + shown(entry.value());
    }

    private static String reason(OnboardingMessage.Reason reason) {
        return switch (reason) {
            case NOT_CHOSEN -> "no persona is chosen yet";
            case FOLLOWS -> "it follows others that went there";
            case PERSONA_COMMAND -> "it is about the persona";
            case DIRECTORY_GONE -> "the person's directory is gone";
            case MOVES -> "its address moves to another person";
        };
    }

    private static String persona(@Nullable PersonaReference persona, String otherwise) {
        return (persona == null ? otherwise : persona.name() + ' ' + persona.emoji()) + ' ';
    }

    private static String by(Address address) {
        return address.channel() + (address.account() == null ? "" : " (" + address.account() + ")");
    }

    private static String files(List<Attachment> files) {
        return files.stream()
                .map(file -> file.name() + ", " + file.mediaType() + ", " + file.size() + " bytes")
                .map(file -> " [file: " + file + "]")
                .collect(Collectors.joining());
    }

    private static String buttons(List<OutboundMessage.Button> buttons) {
        return buttons.isEmpty()
                ? ""
                : buttons.stream().map(OutboundMessage.Button::label).collect(Collectors.joining("] [", " [", "]"));
    }

    private static String spaced(@Nullable String text) {
        return text == null || text.isBlank() ? "" : " " + text;
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    String shown(@Nullable String text) {
        return text == null ? "" : HarmlessText.clip(text, most);
    }
}
