package io.moltmates.router;

import io.moltmates.schema.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers who was admitted by this router, with the user name that they had, and in which groups.
///
/// Bounded: beyond a hundred thousand people, and as many groups, who has not written for the longest time is
/// forgotten.
/// Safe for many threads.
final class AdmittedPeople {

    private static final int MOST_PEOPLE = 100_000;

    private final Map<UserId, Sender> people = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<UserId, Sender> groups = new LinkedHashMap<>(16, 0.75f, true);

    synchronized void add(Sender sender) {
        add(people, sender);
    }

    synchronized void addGroup(UserId group) {
        add(groups, new Sender(group, null));
    }

    private static void add(Map<UserId, Sender> all, Sender sender) {
        all.put(sender.id(), sender);
        if (all.size() > MOST_PEOPLE) {
            all.remove(all.keySet().iterator().next());
        }
    }

    synchronized Optional<Sender> find(UserId user) {
        return Optional.ofNullable(people.get(user));
    }

    synchronized List<Sender> all() {
        return List.copyOf(people.values());
    }

    synchronized List<UserId> groups() {
        return List.copyOf(groups.keySet());
    }

    synchronized void remove(UserId user) {
        people.remove(user);
        groups.remove(user);
    }
}
