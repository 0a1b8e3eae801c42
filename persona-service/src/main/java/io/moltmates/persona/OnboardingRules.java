package io.moltmates.persona;

import static io.moltmates.persona.OnboardingTexts.buttons;

import io.moltmates.persona.JournalEntry.Kind;
import io.moltmates.persona.JournalEntry.Stage;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.PersonaReference;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides what a message leads to, from the person's state alone.
///
/// @param current the persona of who has one
/// @param templates the list as it is now
/// @param unasked the persona of who is not asked, the HTTP API's people and groups; null for who is asked
record OnboardingRules(
        OnboardingState state,
        @Nullable PersonaReference current,
        List<PersonaTemplate> templates,
        @Nullable String unasked) {

    private static final int MOST_WAITING = 20;
    private static final int SHORT_ANSWER = 24;
    private static final int SHORTEST_DESCRIPTION = 3;
    private static final int MOST_DESCRIPTION = 8000;
    private static final Set<String> COMMANDS = Set.of("/persona", "/personas", "/soul", "/start");

    Decision decide(OnboardingMessage onboarding) {
        var message = onboarding.message();
        boolean command = onboarding.reason() == Reason.PERSONA_COMMAND;
        if (unasked != null && current == null) {
            var adopted = named(unasked).or(() -> named("Molty")).or(this::notCustom);
            if (adopted.isPresent() && !command) {
                return new Decision.Adopt(adopted.get());
            }
        }
        if (command) {
            return command(message);
        }
        return switch (state.stage()) {
            case CHOOSING -> choosing(message);
            case DESCRIBING -> describing(message);
            case NEW, READY -> current == null ? first(message) : new Decision.Forward();
        };
    }

    private Decision first(InboundMessage message) {
        return new Decision.Say(
                Kind.WAITING,
                Stage.CHOOSING,
                OnboardingTexts.first(person(message), templates),
                buttons(templates, null),
                null);
    }

    private Decision command(InboundMessage message) {
        String text = message.text().strip();
        int space = text.indexOf(' ');
        String word = (space < 0 ? text : text.substring(0, space)).toLowerCase(Locale.ROOT);
        boolean known = COMMANDS.stream().anyMatch(command -> word.equals(command) || word.startsWith(command + "@"));
        String argument = !known || space < 0 || word.startsWith("/start")
                ? ""
                : text.substring(space).strip();
        if (argument.isEmpty()) {
            return unasked != null && (current != null || message.group() != null)
                    ? answer(Kind.COMMAND, stayed(), OnboardingTexts.commandUnasked(current, templates))
                    : ask(Kind.COMMAND, OnboardingTexts.command(current, templates));
        }
        if (current != null && ChoiceReader.staysAsItIs(argument)) {
            return new Decision.Keep(false);
        }
        var custom = templates.stream().filter(PersonaTemplate::isCustom).findFirst();
        if (custom.isPresent() && argument.toLowerCase(Locale.ROOT).startsWith("custom ")) {
            return new Decision.Draft(
                    Kind.COMMAND,
                    custom.get(),
                    shortened(argument.substring("custom ".length()).strip()));
        }
        return ChoiceReader.read(argument, templates)
                .map(template -> choose(Kind.COMMAND, template))
                .orElseGet(() -> unasked != null
                        ? answer(Kind.COMMAND, stayed(), OnboardingTexts.unknownPersona(argument, templates))
                        : ask(Kind.COMMAND, OnboardingTexts.unknownPersona(argument, templates)));
    }

    private Decision choosing(InboundMessage message) {
        if (current != null && ChoiceReader.staysAsItIs(message.text())) {
            return new Decision.Keep(false);
        }
        var choice = ChoiceReader.read(message.text(), templates);
        if (choice.isPresent()) {
            return choose(Kind.ANSWER, choice.get());
        }
        if (current != null && !seemsAnAnswer(message)) {
            return new Decision.Keep(true);
        }
        boolean beforeTheList =
                state.listShown() != null && message.receivedAt().isBefore(state.listShown());
        if (current == null && beforeTheList && state.waiting().size() < MOST_WAITING) {
            return new Decision.Hold();
        }
        return ask(Kind.ANSWER, OnboardingTexts.again(templates, current));
    }

    private Decision describing(InboundMessage message) {
        String text = message.text().strip();
        if (current != null && ChoiceReader.staysAsItIs(text)) {
            return new Decision.Keep(false);
        }
        if (ChoiceReader.staysAsItIs(text)) {
            return ask(Kind.ANSWER, OnboardingTexts.command(null, templates));
        }
        var other =
                text.length() <= SHORT_ANSWER ? ChoiceReader.read(text, templates) : Optional.<PersonaTemplate>empty();
        if (other.isPresent()) {
            return choose(Kind.ANSWER, other.get());
        }
        if (text.length() < SHORTEST_DESCRIPTION) {
            return answer(Kind.ANSWER, Stage.DESCRIBING, OnboardingTexts.describe());
        }
        return templates.stream()
                .filter(PersonaTemplate::isCustom)
                .findFirst()
                .<Decision>map(frame -> new Decision.Draft(Kind.ANSWER, frame, shortened(text)))
                .orElseGet(() -> ask(Kind.ANSWER, OnboardingTexts.again(templates, current)));
    }

    private Decision choose(Kind kind, PersonaTemplate template) {
        if (!template.isCustom()) {
            return new Decision.Choose(kind, template);
        }
        return unasked != null
                ? answer(kind, stayed(), OnboardingTexts.describeUnasked())
                : answer(kind, Stage.DESCRIBING, OnboardingTexts.describe());
    }

    private Decision ask(Kind kind, String text) {
        return new Decision.Say(kind, Stage.CHOOSING, text, buttons(templates, current), Outcome.ANSWERED);
    }

    private static Decision answer(Kind kind, Stage stage, String text) {
        return new Decision.Say(kind, stage, text, List.of(), Outcome.ANSWERED);
    }

    private Stage stayed() {
        return current == null ? Stage.NEW : Stage.READY;
    }

    private Optional<PersonaTemplate> named(String name) {
        return templates.stream()
                .filter(template -> !template.isCustom())
                .filter(template ->
                        template.name().equalsIgnoreCase(name) || template.id().equalsIgnoreCase(name))
                .findFirst();
    }

    private Optional<PersonaTemplate> notCustom() {
        return templates.stream().filter(template -> !template.isCustom()).findFirst();
    }

    /// Somebody who has a persona and writes more than a name has gone on talking.
    private static boolean seemsAnAnswer(InboundMessage message) {
        String text = message.text().strip();
        return text.length() <= SHORT_ANSWER
                && !text.contains("?")
                && message.attachments().isEmpty();
    }

    private static String shortened(String description) {
        return description.length() <= MOST_DESCRIPTION
                ? description
                : description.substring(0, description.offsetByCodePoints(0, MOST_DESCRIPTION / 2));
    }

    /// How a person or a group is called, on one short line.
    static String person(InboundMessage message) {
        var group = message.group();
        String given = group == null ? message.senderName() : group.title();
        String name = given.isBlank() ? message.user().platformId() : given;
        String line = name.replaceAll("[\\p{Cntrl}\\s{}]+", " ").strip();
        return line.length() <= 60 ? line : line.substring(0, line.offsetByCodePoints(0, 30)) + "…";
    }
}
