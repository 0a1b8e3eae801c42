package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;

/// Decides which messages can be answered together: those of one writer in one conversation at a bot account. Elsewhere
/// somebody waits for the answer to each single message.
final class Joining {

    private Joining() {}

    static boolean isJoinable(InboundMessage message) {
        return message.address().account() != null && message.context() == null;
    }

    /// Whether the message is no more than its words, so that it can stand before or in another one's turn.
    static boolean isPlain(InboundMessage message) {
        return message.attachments().isEmpty() && message.quote() == null;
    }

    static boolean together(InboundMessage one, InboundMessage other) {
        return isJoinable(one)
                && isJoinable(other)
                && one.address().equals(other.address())
                && one.sender().equals(other.sender());
    }
}
