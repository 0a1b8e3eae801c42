package io.moltmates.persona;

import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.MoveState;
import io.moltmates.schema.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// To which person each linked address belongs, as the links topic tells it. Safe for many threads.
final class LinkedAddresses {

    private final Map<UserId, AddressMove> moves = new HashMap<>();
    private final Map<UserId, Set<UserId>> people = new HashMap<>();

    synchronized void observed(String key, Optional<LinkRecord> row) {
        if (row.isPresent() && row.get() instanceof AddressMove move) {
            var before = moves.get(move.user());
            if (before != null && move.at().isBefore(before.at())) {
                return;
            }
            moves.put(move.user(), move);
            if (before != null) {
                people.getOrDefault(owner(before), new TreeSet<>()).remove(move.user());
            }
            people.computeIfAbsent(owner(move), _ -> new TreeSet<>()).add(move.user());
        }
    }

    private static UserId owner(AddressMove move) {
        return move.state() == MoveState.MOVING ? move.from() : move.to();
    }

    synchronized Optional<AddressMove> find(UserId address) {
        return Optional.ofNullable(moves.get(address));
    }

    /// All addresses of a person, their own first.
    ///
    /// @param known what the person's directory says
    synchronized List<UserId> of(UserId person, List<UserId> known) {
        var all = new TreeSet<>(known);
        all.removeIf(address -> moves.containsKey(address)); // the topic knows better
        all.addAll(people.getOrDefault(person, Set.of()));
        all.remove(person);
        return Stream.concat(Stream.of(person), all.stream()).toList();
    }
}
