package io.moltmates.persona;

import io.moltmates.schema.PersonaReference;
import java.util.Map;

/// One persona that people can choose: what the list says of it, and the text that becomes a person's `SOUL.md`.
///
/// @param id the file's name without its ending
/// @param welcome what it says when it was chosen
record PersonaTemplate(String id, String name, String emoji, String description, String welcome, String text) {

    /// The template around a description of the person's own.
    static final String CUSTOM = "custom";

    private static final String WELCOME = "Hello {{user}}, I'm {{persona}} {{emoji}} Good to meet you.";

    /// @throws IllegalArgumentException if the file has no front matter with name, emoji and description, or no text
    static PersonaTemplate parse(String id, String file) {
        var matter = FrontMatter.parse(file);
        var template = new PersonaTemplate(
                id,
                required(matter.fields(), "name"),
                required(matter.fields(), "emoji"),
                required(matter.fields(), "description"),
                matter.fields().getOrDefault("welcome", WELCOME),
                matter.text());
        if (template.text.isBlank()) {
            throw new IllegalArgumentException("There is no text behind the front matter.");
        }
        return template;
    }

    boolean isCustom() {
        return id.equals(CUSTOM);
    }

    PersonaReference reference() {
        return new PersonaReference(id, name, emoji);
    }

    private static String required(Map<String, String> fields, String name) {
        String value = fields.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("The front matter lacks '" + name
                    + "'. Expected name, emoji and description between two lines '---'.");
        }
        return value;
    }
}
