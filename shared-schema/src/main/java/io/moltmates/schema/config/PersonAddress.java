package io.moltmates.schema.config;

import io.moltmates.schema.UserId;
import java.util.Optional;

/// Reads how operators name a person: by an id with its channel, as in `telegram_123456`, `telegram:123456` or
/// `tg:123456`.
public final class PersonAddress {

    private PersonAddress() {}

    /// Empty if it is no such id; a user name, which may be taken by somebody else, is none.
    public static Optional<UserId> parse(String text) {
        String id = text.strip().replaceFirst("^([a-z0-9]+):", "$1_").replaceFirst("^tg_", "telegram_");
        try {
            var user = new UserId(id);
            String name = user.platformId();
            boolean isId = People.isName(id) && !name.equals(People.EVERYBODY) && !name.startsWith("@");
            return isId ? Optional.of(user) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
