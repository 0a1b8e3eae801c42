package io.moltmates.persona;

import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.PersonaReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What people read while they choose.
final class OnboardingTexts {

    private static final String KEEP = "keep";

    private OnboardingTexts() {}

    /// One line of the list, such as `2. 🦎 Cami - Warm and adaptive`.
    static String line(int number, PersonaTemplate template) {
        return number + ". " + template.emoji() + " " + template.name() + " - " + template.description();
    }

    static String list(List<PersonaTemplate> templates) {
        return IntStream.range(0, templates.size())
                .mapToObj(place -> line(place + 1, templates.get(place)))
                .collect(Collectors.joining("\n"));
    }

    static String first(String person, List<PersonaTemplate> templates) {
        return "Hello" + (person.isBlank() ? "" : " " + person)
                + "! You get an assistant of your own here. Who shall it"
                + " be?\n\n" + list(templates)
                + "\n\nAnswer with a number or a name. What you wrote is not forgotten: it is answered right after.";
    }

    static String command(@Nullable PersonaReference current, List<PersonaTemplate> templates) {
        return current == null
                ? "Who shall your assistant be?\n\n" + list(templates) + "\n\nAnswer with a number or a name."
                : "You talk with " + shown(current) + ". Would you like somebody else?\n\n" + list(templates)
                        + "\n\nAnswer with a number or a name, or `keep` to stay with " + current.name()
                        + ". What " + current.name() + " remembers of you stays in any case.";
    }

    static String commandUnasked(@Nullable PersonaReference current, List<PersonaTemplate> templates) {
        String now = current == null ? "" : "You talk with " + shown(current) + ". ";
        return now + "To talk with somebody else, send `/persona` and a name:\n\n" + list(templates);
    }

    static String unknownPersona(String name, List<PersonaTemplate> templates) {
        return "I don't know a persona called “" + shortened(name) + "”. These are here:\n\n" + list(templates)
                + "\n\nAnswer with a number or a name.";
    }

    static String again(List<PersonaTemplate> templates, @Nullable PersonaReference current) {
        return "I'm not sure which one you mean. A number or a name is enough:\n\n" + list(templates)
                + (current == null ? "" : "\n\n`keep` stays with " + current.name() + ".");
    }

    static String describe() {
        return "Lovely, somebody of your own. Describe them in your words: a name, a character, how they talk, what they"
                + " care about. One sentence is enough, a page is fine.";
    }

    static String describeUnasked() {
        return "To make a persona of your own, send `/persona custom` and its description in one message.";
    }

    static String drafting() {
        return "Thank you. I'm putting that into shape, one moment …";
    }

    static String keeps(PersonaReference current) {
        return "All right, " + shown(current) + " stays with you.";
    }

    static List<Button> buttons(List<PersonaTemplate> templates, @Nullable PersonaReference current) {
        var buttons = new ArrayList<Button>();
        templates.forEach(
                template -> buttons.add(new Button(template.emoji() + " " + template.name(), template.name())));
        if (current != null) {
            buttons.add(new Button("Keep " + current.name(), KEEP));
        }
        return buttons;
    }

    private static String shown(PersonaReference persona) {
        return persona.name() + " " + persona.emoji();
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, text.offsetByCodePoints(0, 30)) + "…";
    }
}
