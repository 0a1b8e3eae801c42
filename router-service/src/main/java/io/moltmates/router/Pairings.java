package io.moltmates.router;

import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The codes of strangers and the operator's decisions, as the pairings topic tells them; see ADR 21.
///
/// A stranger keeps their code while it is valid, and gets no other for a day after the operator said no. No more than
/// a hundred codes wait at a time for each channel, so that nobody fills the operator's list with accounts made for it;
/// who comes beyond them is told no code, and may ask again later. Safe for many threads.
final class Pairings {

    static final Duration VALID = Duration.ofHours(1);
    static final int MOST_WAITING = 100;
    private static final Duration AFTER_A_NO = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(1);

    private final Map<UserId, PairingRecord> codes = new HashMap<>();
    private final Map<UserId, PairingRecord> decisions = new HashMap<>();

    /// What the topic says under a key; an empty row is a tombstone.
    synchronized void observed(String key, Optional<PairingRecord> row) {
        row.ifPresentOrElse(this::take, () -> {
            codes.values().removeIf(code -> code.key().equals(key));
            decisions.values().removeIf(decision -> decision.key().equals(key));
        });
    }

    private void take(PairingRecord row) {
        var rows = row.state() == State.WAITING ? codes : decisions;
        rows.merge(row.user(), row, (old, other) -> other.at().isBefore(old.at()) ? old : other);
    }

    /// How the operator let the person in. What the topic says counts before what the person's directory says, which
    /// may have been restored from long ago.
    synchronized Approval approval(UserId user, Optional<UserRecord> row) {
        var decision = decisions.get(user);
        if (decision == null) {
            return row.map(known -> known.settings().get(PersonFile.PAIRED))
                    .map(kept -> kept.equals(PersonFile.ADDED) ? Approval.BY_ID : Approval.BY_CODE)
                    .orElse(Approval.NONE);
        }
        return decision.state() == State.APPROVED ? of(decision) : Approval.NONE;
    }

    private static Approval of(PairingRecord approved) {
        return approved.code().isEmpty() ? Approval.BY_ID : Approval.BY_CODE;
    }

    boolean isApproved(UserId user, Optional<UserRecord> row) {
        return approval(user, row) != Approval.NONE;
    }

    /// What a directory says of somebody about whom this was decided; empty if nothing.
    static String kept(PairingRecord decision) {
        if (decision.state() != State.APPROVED) {
            return "";
        }
        return of(decision) == Approval.BY_ID ? PersonFile.ADDED : decision.id();
    }

    static boolean isPaired(Optional<UserRecord> row) {
        return row.isPresent() && row.get().settings().containsKey(PersonFile.PAIRED);
    }

    /// The stranger's code, also a new one; empty if there is none for them now.
    synchronized Optional<PairingRecord> code(InboundMessage message, Instant now) {
        var known = codes.get(message.user());
        if (known != null && isWaiting(known, now)) {
            return Optional.of(known);
        }
        var decision = decisions.get(message.user());
        boolean refusedLately = decision != null && now.isBefore(decision.at().plus(AFTER_A_NO));
        long others = waiting(now).stream()
                .filter(code -> code.user().channel().equals(message.user().channel()))
                .count();
        if (refusedLately || others >= MOST_WAITING) {
            return Optional.empty();
        }
        var made = new PairingRecord(
                message.id(),
                message.user(),
                State.WAITING,
                Ids.pairingCode(message.id()),
                message.address(),
                message.senderName(),
                message.senderHandle(),
                now,
                now.plus(VALID));
        codes.put(made.user(), made);
        return Optional.of(made);
    }

    /// The codes that the operator may decide on, the oldest first.
    synchronized List<PairingRecord> waiting(Instant now) {
        return codes.values().stream()
                .filter(code -> isWaiting(code, now))
                .sorted(Comparator.comparing(PairingRecord::at))
                .toList();
    }

    private boolean isWaiting(PairingRecord code, Instant now) {
        var decision = decisions.get(code.user());
        return now.isBefore(code.until()) && (decision == null || decision.at().isBefore(code.at()));
    }

    /// What the operator decided last about each person.
    synchronized Collection<PairingRecord> decisions() {
        return List.copyOf(decisions.values());
    }

    synchronized Optional<PairingRecord> decision(UserId user) {
        return Optional.ofNullable(decisions.get(user));
    }

    /// The keys of all rows about this person.
    synchronized List<String> keys(UserId user) {
        return Stream.concat(
                        Optional.ofNullable(codes.get(user)).stream(),
                        Optional.ofNullable(decisions.get(user)).stream())
                .map(PairingRecord::key)
                .toList();
    }

    /// Codes that nobody asks for any more.
    synchronized List<PairingRecord> outdated(Instant now) {
        return codes.values().stream()
                .filter(code -> now.isAfter(code.until().plus(KEPT)))
                .toList();
    }
}
