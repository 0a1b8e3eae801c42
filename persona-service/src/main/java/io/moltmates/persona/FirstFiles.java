package io.moltmates.persona;

import io.moltmates.schema.PersonaReference;
import java.io.IOException;
import java.util.Map;

/// Makes the files that a person's assistant starts with; what is there already stays as it is.
final class FirstFiles {

    private final Templates templates;

    FirstFiles(Templates templates) {
        this.templates = templates;
    }

    void write(PersonDirectory directory, PersonaReference persona, String person) throws IOException {
        var values = Map.of("persona", persona.name(), "emoji", persona.emoji(), "user", person);
        var layout = directory.layout();
        directory.writeIfMissing(layout.user(), Placeholders.fill(templates.firstFile("USER.md"), values));
        directory.writeIfMissing(layout.memory(), Placeholders.fill(templates.firstFile("MEMORY.md"), values));
        directory.makeDirectories();
    }
}
