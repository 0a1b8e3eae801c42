package io.moltmates.router;

import io.moltmates.schema.Address;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.UserRecord.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages and rows that the tests speak of.
final class Messages {

    static final UserId ALICE = UserId.of("web", "alice");
    static final UserId SCRIPT = UserId.of("api", "script");
    static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final PersonaReference CAMI = new PersonaReference("cami", "Cami", "🦎");

    private Messages() {}

    static InboundMessage message(UserId user, String id, String text) {
        return new InboundMessage(
                id,
                user,
                Address.of(user.channel(), user.platformId()),
                user.platformId(),
                text,
                List.of(),
                null,
                true,
                NOW);
    }

    /// As a chat platform's adapter makes it: a display name that anybody may choose, and a user name that nobody else
    /// has.
    static InboundMessage fromTelegram(String sender, String name, @Nullable String handle, String id, String text) {
        return new InboundMessage(
                id,
                UserId.of("telegram", sender),
                new Address("telegram", "default", sender, null),
                name,
                text,
                List.of(),
                null,
                true,
                NOW,
                null,
                null,
                handle,
                List.of());
    }

    static UserRecord ready(UserId user, @Nullable String through) {
        return row(user, Status.READY, CAMI, through);
    }

    static UserRecord row(UserId user, Status status, @Nullable PersonaReference persona, @Nullable String through) {
        return new UserRecord(user, status, persona, "i1", through, List.of(user), "user", Map.of(), NOW);
    }

    static UserRecord with(UserRecord row, Map<String, String> settings) {
        return new UserRecord(
                row.user(),
                row.status(),
                row.persona(),
                row.incarnation(),
                row.through(),
                row.addresses(),
                row.role(),
                settings,
                row.at());
    }

    static UserRecord choosing(UserId user) {
        return row(user, Status.CHOOSING, null, null);
    }

    static UserRecord choosingAnother(UserId user) {
        return row(user, Status.CHOOSING, CAMI, "m1");
    }
}
