package io.moltmates.router;

import io.moltmates.schema.Address;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.LinkOffer;
import io.moltmates.schema.LinkRecord.MoveState;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Knows to which person each address belongs, and has it move when that is to change; see ADR 24.
///
/// An address moves with one of its own messages, in the order of its messages: that one, and all that follow, wait
/// until what was said before is answered. Where an address is, the links topic tells; where that says nothing, the
/// directory of the person does. Safe for many threads.
final class Links {

    private static final int MOST_STEPS = 5;

    private final Supplier<RouterConfig> config;
    private final LinkOffers offers = new LinkOffers();
    private final Map<UserId, AddressMove> moves = new HashMap<>();
    private final Map<UserId, Set<UserId>> directories = new HashMap<>();
    private final Map<UserId, UserId> owners = new HashMap<>();
    /// Moves with whose message, or a later one, this router has dealt: what comes now came after.
    private final Map<UserId, String> passed = new HashMap<>();

    private final Set<String> begun = new HashSet<>();

    Links(Supplier<RouterConfig> config) {
        this.config = config;
    }

    /// Whose message this is.
    sealed interface Whose {

        record Settled(UserId person) implements Whose {}

        /// The address moves with this message.
        ///
        /// @param again whether another router, or this one before it ended, has begun that
        record Begins(AddressMove move, boolean again) implements Whose {}

        /// The address moves; the message waits until it has.
        record Underway(AddressMove move) implements Whose {}
    }

    LinkOffers offers() {
        return offers;
    }

    /// What the links topic says under a key; an empty row is a tombstone.
    synchronized void observed(String key, Optional<LinkRecord> row) {
        if (row.isEmpty()) {
            offers.remove(key);
            return;
        }
        switch (row.get()) {
            case LinkOffer offer -> offers.put(offer);
            case AddressMove move -> put(move);
        }
    }

    /// What the users table says under a key: a person's directory names their addresses.
    synchronized void observedPerson(String key, Optional<UserRecord> row) {
        var person = new UserId(key);
        var before = directories.remove(person);
        if (before != null) {
            before.forEach(address -> owners.remove(address, person));
        }
        var others = new TreeSet<UserId>();
        row.ifPresent(present -> others.addAll(present.addresses()));
        others.remove(person);
        if (!others.isEmpty()) {
            directories.put(person, others);
            others.forEach(address -> owners.put(address, person));
        }
    }

    synchronized void put(AddressMove move) {
        moves.merge(move.user(), move, (old, other) -> other.at().isBefore(old.at()) ? old : other);
    }

    /// Another router may have had these partitions: what it has done and not acknowledged comes again.
    synchronized void takenOver() {
        passed.clear();
        begun.clear();
    }

    /// Whose message this is, as things are; begins what is to begin.
    synchronized Whose whose(InboundMessage message, Command command, Instant now) {
        var address = message.user();
        var move = moves.get(address);
        if (move != null) {
            boolean before = message.receivedAt().isBefore(move.since())
                    && !message.id().equals(move.id())
                    && !move.id().equals(passed.get(address));
            if (before) {
                return new Whose.Settled(move.from());
            }
            passed.put(address, move.id());
            if (move.state() == MoveState.MOVING) {
                return begun.add(move.id()) ? new Whose.Begins(move, true) : new Whose.Underway(move);
            }
        }
        var current = person(address);
        var wanted = wanted(address, command, current, now);
        if (wanted.equals(current)) {
            return new Whose.Settled(current);
        }
        var begins = new AddressMove(
                message.id(),
                address,
                current,
                wanted,
                MoveState.MOVING,
                config.get().names(address),
                other(address, command, move, now),
                message.receivedAt(),
                move == null ? now : LinkRecord.after(move.at(), now));
        put(begins);
        passed.put(address, begins.id());
        begun.add(begins.id());
        return new Whose.Begins(begins, false);
    }

    /// The operator's word counts first; while it can't be read, all stays as it is.
    private UserId wanted(UserId address, Command command, UserId current, Instant now) {
        var people = config.get().people();
        if (people == null) {
            return current;
        }
        var named = people.get(address);
        if (named != null) {
            return named.equals(address) ? address : person(named);
        }
        var move = moves.get(address);
        boolean released = move != null && (move.operator() || move.state() == MoveState.RELEASED);
        if (released || command instanceof Command.Unlink(var argument) && argument.isEmpty()) {
            return address;
        }
        if (command instanceof Command.Link(var argument) && argument.equals(Linking.CONFIRM)) {
            var agreed = agreed(address, now);
            if (agreed.isPresent() && mayBeLinked(address)) {
                return person(agreed.get().user());
            }
        }
        return current;
    }

    private Optional<LinkOffer> agreed(UserId address, Instant now) {
        return offers.typedBy(address, now).filter(offer -> offer.state() == LinkRecord.OfferState.AGREED);
    }

    private @Nullable Address other(UserId address, Command command, @Nullable AddressMove before, Instant now) {
        return command instanceof Command.Link
                ? agreed(address, now).map(LinkOffer::address).orElse(null)
                : before == null ? null : before.other();
    }

    /// Whether the address is a person of its own that may become part of another one.
    synchronized boolean mayBeLinked(UserId address) {
        return !config.get().names(address)
                && person(address).equals(address)
                && others(address).isEmpty();
    }

    /// The person that the address belongs to right now.
    synchronized UserId person(UserId address) {
        var person = address;
        for (int step = 0; step < MOST_STEPS; step++) { // a person may have become part of another one meanwhile
            var next = next(person);
            if (next.equals(person)) {
                return person;
            }
            person = next;
        }
        return person;
    }

    private UserId next(UserId address) {
        var move = moves.get(address);
        if (move != null) {
            return move.state() == MoveState.MOVING ? move.from() : move.to();
        }
        return owners.getOrDefault(address, address);
    }

    /// The other addresses that belong to this person.
    synchronized List<UserId> others(UserId person) {
        var found = new TreeSet<>(directories.getOrDefault(person, Set.of()));
        found.addAll(moves.keySet());
        found.removeIf(address -> address.equals(person) || !person(address).equals(person));
        return List.copyOf(found);
    }

    /// Whether any address was ever linked.
    synchronized boolean hasMoves() {
        return !moves.isEmpty() || !owners.isEmpty();
    }

    /// Whether the operator says whose this address is.
    boolean isNamed(UserId address) {
        return config.get().names(address);
    }

    synchronized Optional<AddressMove> move(UserId address) {
        return Optional.ofNullable(moves.get(address));
    }

    /// The address is its own person again from its next message on.
    synchronized AddressMove release(UserId address, InboundMessage message, Instant now) {
        var known = moves.get(address);
        var released = known == null
                ? new AddressMove(
                        message.id(),
                        address,
                        address,
                        person(address),
                        MoveState.RELEASED,
                        false,
                        message.address(),
                        Instant.EPOCH,
                        now)
                : known.in(MoveState.RELEASED, now);
        put(released);
        return released;
    }
}
