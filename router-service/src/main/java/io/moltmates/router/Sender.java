package io.moltmates.router;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.UserId;
import org.jspecify.annotations.Nullable;

/// Who wrote, by what nobody else can have: a display name, which anybody may choose, is no part of it.
///
/// @param handle the platform's user name; null if there is none, or it is not known
record Sender(UserId id, @Nullable String handle) {

    static Sender of(InboundMessage message) {
        return new Sender(message.sender(), message.senderHandle());
    }
}
