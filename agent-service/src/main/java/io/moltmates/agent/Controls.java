package io.moltmates.agent;

import io.moltmates.agent.model.ModelReference;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.Ids;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.TurnControl;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Answers `/new`, `/reset`, `/stop`, `/status` and `/model`, without a model.
final class Controls {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AgentParts parts;
    private final CommandAsker asker;

    Controls(AgentParts parts, CommandAsker asker) {
        this.parts = parts;
        this.asker = asker;
    }

    /// Does what the person asked for; doing it again comes to the same.
    Notice answer(TurnControl control, Person person, PersonJournal journal, Lane lane) throws IOException {
        return switch (control.control()) {
            case STOP -> notice(control, "Stopped.");
            case NEW, RESET -> {
                startSession(control, person, journal);
                yield notice(control, "A new conversation begins; what I wrote down about you stays.");
            }
            case STATUS -> notice(control, status(person, journal, lane));
            case MODEL -> model(control, person);
            case DRAIN -> notice(control, "All earlier messages are answered.");
            case REVOKE -> throw new IllegalArgumentException("The lane does this by itself: " + control.id());
        };
    }

    /// The command as the person wrote it, roughly.
    static String said(TurnControl control) {
        return ("/" + control.control().name().toLowerCase(Locale.ROOT) + " " + control.argument()).strip();
    }

    /// The answer to somebody who has no assistant.
    static Notice nobody(TurnControl control, Instant at) {
        return notice(
                control, "You have no assistant yet; write a message to choose one.", Outcome.ANSWERED, List.of(), at);
    }

    static Notice notice(TurnControl control, String text, Outcome outcome, List<Button> buttons, Instant at) {
        return new Notice(
                control.id() + ".notice",
                control.user(),
                control.address(),
                control.id(),
                text,
                buttons,
                outcome,
                null,
                at);
    }

    private Notice notice(TurnControl control, String text) {
        return notice(control, text, Outcome.ANSWERED, List.of(), parts.clock().instant());
    }

    private void startSession(TurnControl control, Person person, PersonJournal journal) throws IOException {
        String before = journal.session().orElse("");
        long millis = control.receivedAt().toEpochMilli();
        String id = Ids.session(millis, control.id());
        for (long step = 1; id.compareTo(before) < 0; step *= 2) { // clocks differ: the new one has to sort last
            millis += step;
            id = Ids.session(millis, control.id());
        }
        if (id.equals(before)) {
            return;
        }
        journal.startSession(id);
        if (!before.isEmpty()) {
            parts.sandbox()
                    .tell(
                            new SandboxRequest.CloseSession(
                                    control.id() + ".close", person.user(), person.incarnation(), before),
                            null);
        }
    }

    private String status(Person person, PersonJournal journal, Lane lane) throws IOException {
        var choice = parts.models().choose(person.wantedModel());
        var totals =
                SessionTotals.read(person.layout().sessions(), journal.session().orElse(""));
        var persona = person.file().persona();
        return (persona == null ? "" : "**" + persona.emoji() + " " + persona.name() + "**\n\n")
                + "- Model: " + choice.reference() + "\n"
                + "- Session: " + journal.session().orElse("none yet") + ", " + totals.turns() + " turns, "
                + totals.usage().input() + " tokens read, " + totals.usage().output() + " written\n"
                + "- Now: " + lane.status();
    }

    private Notice model(TurnControl control, Person person) {
        var models = parts.models();
        String wanted = control.argument().strip();
        if (wanted.isEmpty()) {
            return notice(
                    control,
                    "Your model is " + models.choose(person.wantedModel()).reference() + ". There are: " + names()
                            + ".",
                    Outcome.ANSWERED,
                    models.configured().stream()
                            .map(model -> new Button(model.toString(), "/model " + model))
                            .toList(),
                    parts.clock().instant());
        }
        if (!parts.settings().get().modelChoice()) {
            return notice(control, "Switching the model is off here (commands.model).");
        }
        boolean standard = wanted.equalsIgnoreCase("default");
        var chosen = models.configured().stream()
                .filter(model -> model.toString().equalsIgnoreCase(wanted)
                        || model.model().equalsIgnoreCase(wanted))
                .findFirst();
        if (chosen.isEmpty() && !standard) {
            return notice(
                    control, "There is no model named \"" + Texts.cut(wanted, 80) + "\". There are: " + names() + ".");
        }
        String value = chosen.map(ModelReference::toString).orElse("");
        var change =
                new CommandRequest.ChangeSetting(control.id() + ".setting", person.user(), PersonFile.MODEL, value);
        return switch (asker.ask(change, PATIENCE)) {
            case CommandResult.Done _ ->
                notice(control, standard ? "Your model is the default one again." : "Your model is now " + value + ".");
            case CommandResult.Failure(var _, var _, var reason) -> notice(control, reason);
            case CommandResult.History _,
                    CommandResult.Sessions _,
                    CommandResult.People _,
                    CommandResult.Draft _,
                    CommandResult.Files _,
                    CommandResult.Pairings _ -> notice(control, "Your model could not be changed right now.");
        };
    }

    private String names() {
        return parts.models().configured().stream()
                .map(ModelReference::toString)
                .collect(Collectors.joining(", "));
    }
}
