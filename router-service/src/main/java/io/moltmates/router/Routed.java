package io.moltmates.router;

import io.moltmates.schema.CommandRequest;
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

    /// A setting changes, and the person is told.
    record ToSettings(CommandRequest.ChangeSetting change, OutboundMessage.Notice notice) implements Routed {}

    /// Nowhere for now: something that was said in a group, and not to the assistant.
    record Overheard() implements Routed {}

    /// Nowhere: from somebody who may not talk, or not like this, and is told nothing.
    record Dropped() implements Routed {}
}
