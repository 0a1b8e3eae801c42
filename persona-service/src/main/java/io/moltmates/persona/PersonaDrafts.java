package io.moltmates.persona;

import io.moltmates.schema.TraceContext;
import io.moltmates.schema.UserId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks a model to draft a persona from a description.
interface PersonaDrafts {

    /// Blocks for a minute at the most; empty if there is no model, or it failed.
    Optional<String> draft(UserId user, String messageId, String description, @Nullable TraceContext trace)
            throws InterruptedException;
}
