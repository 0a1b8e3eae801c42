package io.moltmates.agent;

import io.moltmates.agent.model.ModelRequest.ReasoningEffort;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.StateLayout.PersonLayout;
import io.moltmates.schema.UserId;
import org.jspecify.annotations.Nullable;

/// A person as their directory has them right now.
record Person(PersonFile file, PersonLayout layout) {

    UserId user() {
        return file.user();
    }

    String incarnation() {
        return file.incarnation();
    }

    /// The model that the person chose; null if they left it to the configuration.
    @Nullable
    String wantedModel() {
        return setting(PersonFile.MODEL);
    }

    /// Whether answers begin with the tools that were used.
    boolean verbose() {
        return "on".equals(setting(PersonFile.VERBOSE));
    }

    /// How long the person wants a model to think; null if they left it to the model.
    @Nullable
    ReasoningEffort effort() {
        return switch (setting(PersonFile.THINK)) {
            case "off" -> ReasoningEffort.MINIMAL;
            case "low" -> ReasoningEffort.LOW;
            case "medium" -> ReasoningEffort.MEDIUM;
            case "high" -> ReasoningEffort.HIGH;
            case null, default -> null;
        };
    }

    /// Null if they have not set it.
    @Nullable
    String setting(String name) {
        return file.settings().get(name);
    }
}
