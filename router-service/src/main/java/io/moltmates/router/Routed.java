package io.moltmates.router;

import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.TurnRecord;

/// The one way on which a message goes.
sealed interface Routed {

    /// To agent-service.
    record ToTurns(TurnRecord turn) implements Routed {}

    /// To persona-service.
    record ToOnboarding(OnboardingMessage message) implements Routed {}

    /// Back to the person: the router answers by itself.
    record ToPerson(OutboundMessage.Notice notice) implements Routed {}

    /// Back to a stranger, who is shown their code.
    record ToStranger(PairingRecord code, OutboundMessage.Notice notice) implements Routed {}

    /// Nowhere: a stranger who was told already, or a group.
    record Dropped() implements Routed {}
}
