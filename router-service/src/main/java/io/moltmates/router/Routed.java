package io.moltmates.router;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.TurnRecord;
import java.util.List;

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

    /// Between two addresses that are to become one person, or were.
    record ToLinks(List<? extends LinkRecord> rows, List<OutboundMessage.Notice> notices) implements Routed {}

    /// The writer's address moves to another person with this message, which waits until it has.
    ///
    /// @param marker goes behind all that the address said before
    /// @param again whether the log has the move already, which may have come further meanwhile
    record Moves(AddressMove move, OnboardingMessage marker, boolean again) implements Routed {}

    /// Nowhere yet: the writer's address moves to another person.
    record Held(InboundMessage message) implements Routed {}

    /// Nowhere for now: something that was said in a group, and not to the assistant.
    record Overheard() implements Routed {}

    /// Nowhere: from somebody who may not talk, or not like this, and is told nothing.
    record Dropped() implements Routed {}
}
