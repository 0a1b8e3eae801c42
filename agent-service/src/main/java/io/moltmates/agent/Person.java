package io.moltmates.agent;

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
        return file.settings().get(PersonFile.MODEL);
    }
}
