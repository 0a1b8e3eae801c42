package io.moltmates.agent;

import io.moltmates.agent.model.ModelReference;
import io.moltmates.agent.model.Models.Choice;
import java.util.LinkedHashSet;
import java.util.List;

/// Which models a person has: those that the operator gave them (`agents.<name>`), else everybody's; among these their
/// own choice comes first.
final class PersonModels {

    private PersonModels() {}

    static Choice choose(Person person, AgentParts parts) {
        var given = given(person, parts);
        String own = person.wantedModel();
        if (given.isEmpty()) {
            return parts.models().choose(own);
        }
        var names = new LinkedHashSet<String>();
        if (own != null && given.contains(own)) {
            names.add(own);
        }
        names.addAll(given);
        return parts.models().chooseOf(List.copyOf(names));
    }

    /// Those that the person may choose.
    static List<String> names(Person person, AgentParts parts) {
        var given = given(person, parts);
        return given.isEmpty()
                ? parts.models().configured().stream()
                        .map(ModelReference::toString)
                        .toList()
                : given;
    }

    private static List<String> given(Person person, AgentParts parts) {
        return parts.settings().get().agents().of(person.user()).models();
    }
}
