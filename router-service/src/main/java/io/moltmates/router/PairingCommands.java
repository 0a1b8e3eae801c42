package io.moltmates.router;

import io.moltmates.schema.Address;
import io.moltmates.schema.CommandRequest.DecidePairing;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.PersonAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Decides for the operator about strangers and their codes.
final class PairingCommands {

    private final Pairings pairings;
    private final Function<UserId, Optional<UserRecord>> users;
    private final Supplier<Collection<UserRecord>> everybody;
    private final Supplier<ChannelsConfig> rules;

    PairingCommands(
            Pairings pairings,
            Function<UserId, Optional<UserRecord>> users,
            Supplier<Collection<UserRecord>> everybody,
            Supplier<ChannelsConfig> rules) {
        this.pairings = pairings;
        this.users = users;
        this.everybody = everybody;
        this.rules = rules;
    }

    /// How a decision ended.
    sealed interface Decided {
        record Done(PairingRecord record) implements Decided {}

        /// @param reason a sentence for the operator
        record Refused(String reason) implements Decided {}
    }

    Decided decide(DecidePairing command, Instant now) {
        var before = pairings.decisions().stream()
                .filter(decision -> decision.id().equals(command.id()))
                .findFirst();
        if (before.isPresent()) {
            return new Decided.Done(before.get()); // the command came before
        }
        return switch (command.decision()) {
            case APPROVED, REJECTED ->
                PersonAddress.parse(command.subject())
                        .filter(_ -> command.decision() == State.APPROVED)
                        .map(user -> letIn(user, command, now))
                        .orElseGet(() -> byCode(command, now));
            case REVOKED -> revoke(command, now);
            case WAITING -> new Decided.Refused("A decision is APPROVED, REJECTED or REVOKED.");
        };
    }

    private Decided byCode(DecidePairing command, Instant now) {
        String code = command.subject().replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        var found = pairings.waiting(now).stream()
                .filter(waiting -> waiting.code().equals(code))
                .toList();
        return switch (found.size()) {
            case 0 ->
                new Decided.Refused("No code " + code + " waits. It may be older than an hour: the person gets a new"
                        + " one by writing again.");
            case 1 -> new Decided.Done(found.getFirst().decided(command.id(), command.decision(), now));
            default -> new Decided.Refused("More than one person has the code " + code + ". Wait until it ends.");
        };
    }

    /// Their code, if they have one, tells where they are told.
    private Decided letIn(UserId user, DecidePairing command, Instant now) {
        var channels = rules.get();
        String channel = user.channel();
        if (channels.platform(channel).isEmpty()) {
            return new Decided.Refused(
                    channel.equals("web") || channel.equals("api")
                            ? "Who may write there is said by channels." + channel
                                    + ".allowFrom in moltmate.json: add \"" + user.platformId()
                                    + "\" to it. That counts within a second."
                            : "There is no channel '" + channel + "'. Name the person as in telegram_123456.");
        }
        if (!user.platformId().matches("[0-9]+") && channel.equals("telegram")) {
            return new Decided.Refused(
                    user.platformId().startsWith("-")
                            ? user + " is a group: name it in channels.telegram.groups in moltmate.json."
                            : "A person's id on Telegram is a number; who writes to the bot is told theirs.");
        }
        var waiting = pairings.waiting(now).stream()
                .filter(code -> code.user().equals(user))
                .findFirst();
        return new Decided.Done(new PairingRecord(
                command.id(),
                user,
                State.APPROVED,
                "",
                waiting.map(PairingRecord::address).orElseGet(() -> Address.of(channel, user.platformId())),
                waiting.map(PairingRecord::name).orElse(user.platformId()),
                waiting.map(PairingRecord::handle).orElse(null),
                now,
                now));
    }

    private Decided revoke(DecidePairing command, Instant now) {
        var named = PersonAddress.parse(command.subject());
        if (named.isEmpty()) {
            return new Decided.Refused("Name the person by their id, such as telegram_123456.");
        }
        var user = named.get();
        return pairings.isApproved(user, users.apply(user))
                ? new Decided.Done(approved(user).decided(command.id(), State.REVOKED, now))
                : new Decided.Refused(user + " was not let in by the operator, so there is nothing to take back.");
    }

    /// What waits, and who was let in.
    List<PairingRecord> all(Instant now) {
        var all = new ArrayList<>(pairings.waiting(now));
        pairings.decisions().stream()
                .filter(decision -> decision.state() == State.APPROVED)
                .forEach(all::add);
        everybody.get().stream()
                .filter(row -> Pairings.isPaired(Optional.of(row)))
                .filter(row -> pairings.decision(row.user()).isEmpty())
                .forEach(row -> all.add(approved(row.user())));
        all.sort(Comparator.comparing(PairingRecord::at));
        return all;
    }

    /// Of whom only the directory tells that they were let in, not much is known.
    private PairingRecord approved(UserId user) {
        var at = users.apply(user).map(UserRecord::at).orElse(Instant.EPOCH);
        return pairings.decision(user)
                .orElseGet(() -> new PairingRecord(
                        "",
                        user,
                        State.APPROVED,
                        "",
                        Address.of(user.channel(), user.platformId()),
                        user.platformId(),
                        null,
                        at,
                        at));
    }
}
