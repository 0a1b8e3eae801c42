package io.moltmates.persona;

import io.moltmates.persona.JournalEntry.Creation;
import io.moltmates.persona.JournalEntry.Kind;
import io.moltmates.persona.JournalEntry.Stage;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.PersonaReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the journal's entry of one message from what was decided: its notices, the persona, and what goes on.
///
/// @param current the persona of who has one
record JournalEntries(
        InboundMessage message,
        OnboardingState state,
        @Nullable PersonaReference current,
        Instant now) {

    JournalEntry say(Decision.Say say) {
        return entry(
                say.kind(),
                say.stage(),
                List.of(notice(say.text(), say.buttons(), say.outcome(), current)),
                null,
                List.of());
    }

    JournalEntry hold() {
        return entry(Kind.WAITING, Stage.CHOOSING, List.of(), null, List.of());
    }

    JournalEntry adopt(PersonaTemplate template) {
        return entry(Kind.FORWARDED, Stage.READY, List.of(), creation(template, template.reference(), ""), withThis());
    }

    JournalEntry choose(Decision.Choose choice) {
        var persona = choice.template().reference();
        return entry(
                choice.kind(),
                Stage.READY,
                List.of(welcome(choice.template(), persona)),
                creation(choice.template(), persona, ""),
                state.waiting());
    }

    JournalEntry keep(boolean forward) {
        var said = forward || current == null
                ? List.<Notice>of()
                : List.of(notice(OnboardingTexts.keeps(current), List.of(), Outcome.ANSWERED, current));
        return entry(
                forward ? Kind.FORWARDED : Kind.ANSWER,
                Stage.READY,
                said,
                null,
                forward ? withThis() : state.waiting());
    }

    /// What is said while a model drafts the persona.
    Notice drafting() {
        return new Notice(
                message.id() + ".drafting",
                message.user(),
                message.address(),
                message.id(),
                OnboardingTexts.drafting(),
                List.of(),
                null,
                null,
                now);
    }

    JournalEntry custom(Decision.Draft decision, String draft) {
        var persona = CustomPersona.of(draft, decision.description(), decision.frame());
        return entry(
                decision.kind(),
                Stage.READY,
                List.of(welcome(decision.frame(), persona.reference())),
                creation(decision.frame(), persona.reference(), persona.text()),
                state.waiting());
    }

    private Notice welcome(PersonaTemplate template, PersonaReference persona) {
        return notice(fill(template.welcome(), persona, ""), List.of(), Outcome.ANSWERED, persona);
    }

    private List<InboundMessage> withThis() {
        var waiting = new ArrayList<>(state.waiting());
        waiting.add(message);
        return waiting;
    }

    private JournalEntry entry(
            Kind kind, Stage stage, List<Notice> notices, @Nullable Creation creation, List<InboundMessage> forward) {
        return new JournalEntry(message, kind, stage, notices, creation, forward, now);
    }

    private Notice notice(
            String text, List<Button> buttons, @Nullable Outcome outcome, @Nullable PersonaReference persona) {
        return new Notice(
                message.id() + ".notice",
                message.user(),
                message.address(),
                message.id(),
                text,
                buttons,
                outcome,
                persona,
                now);
    }

    private Creation creation(PersonaTemplate template, PersonaReference persona, String description) {
        return new Creation(persona, fill(template.text(), persona, description) + "\n");
    }

    private String fill(String text, PersonaReference persona, String description) {
        return Placeholders.fill(
                text,
                Map.of(
                        "persona", persona.name(),
                        "emoji", persona.emoji(),
                        "user", OnboardingRules.person(message),
                        "description", description));
    }
}
