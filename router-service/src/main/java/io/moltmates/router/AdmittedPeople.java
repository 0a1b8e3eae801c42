package io.moltmates.router;

import io.moltmates.schema.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers who was admitted by this router, with the user name that they had.
///
/// Bounded: beyond a hundred thousand people, who has not written for the longest time is forgotten. Safe for many
/// threads.
final class AdmittedPeople {

    private static final int MOST_PEOPLE = 100_000;

    private final Map<UserId, Sender> people = new LinkedHashMap<>(16, 0.75f, true);

    synchronized void add(Sender sender) {
        people.put(sender.id(), sender);
        if (people.size() > MOST_PEOPLE) {
            people.remove(people.keySet().iterator().next());
        }
    }

    synchronized Optional<Sender> find(UserId user) {
        return Optional.ofNullable(people.get(user));
    }

    synchronized List<Sender> all() {
        return List.copyOf(people.values());
    }

    synchronized void remove(UserId user) {
        people.remove(user);
    }
}
