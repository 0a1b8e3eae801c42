package io.moltmates.ingress;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How one attempt to deliver a message to its platform ended.
public sealed interface DeliveryOutcome {

    /// The platform has it.
    ///
    /// @param platformMessageId the platform's own id of it, for later edits; null if it gives none
    record Delivered(@Nullable String platformMessageId) implements DeliveryOutcome {}

    /// Nobody is there to take it now, and nothing is lost: whoever comes later reads it in the history, or asks again
    /// under the same id. Only for channels without a mailbox of their own.
    record Unattended() implements DeliveryOutcome {}

    /// The platform is busy or not reachable; the same delivery may be tried again after this time.
    ///
    /// @param begun whether the platform has a part of it already, so that nobody else may begin it anew
    record TryLater(Duration after, String reason, boolean begun) implements DeliveryOutcome {}

    /// The platform refused it for good, such as a person who blocked the bot.
    record Refused(String reason) implements DeliveryOutcome {}

    /// It may have arrived or not: the connection broke after sending, and the platform has no idempotency key.
    record Unknown(String reason) implements DeliveryOutcome {}
}
