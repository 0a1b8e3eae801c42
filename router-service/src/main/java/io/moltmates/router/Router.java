package io.moltmates.router;

import io.moltmates.router.Links.Whose;
import io.moltmates.schema.GroupPart;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.TurnRecord;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.telemetry.Meters;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/// Admits, reads commands, and decides on which way a message goes.
///
/// Drops no duplicates: the same id may come again on purpose (a client that lost its connection asks again), and then
/// has to reach agent-service, which knows what it has answered. Call it for one message after the other, and hold its
/// monitor until what it led to is handed to the log: so a removal, which holds it too, comes after what it concerns.
final class Router {

    private final Supplier<RouterConfig> config;
    private final Function<UserId, Optional<UserRecord>> users;
    private final Pairings pairings;
    private final RoutingTable table;
    private final AdmittedPeople admitted;
    private final Links links;
    private final Linking linking;
    private final EarlierMessages earlier = new EarlierMessages();
    private final RefusalSilence silence = new RefusalSilence();

    Router(
            Supplier<RouterConfig> config,
            Function<UserId, Optional<UserRecord>> users,
            Pairings pairings,
            AdmittedPeople admitted,
            RoutingTable table,
            Links links) {
        this.config = config;
        this.users = users;
        this.pairings = pairings;
        this.admitted = admitted;
        this.table = table;
        this.links = links;
        this.linking = new Linking(links);
    }

    Routed route(InboundMessage message, Instant now) {
        var row = users.apply(message.user());
        if (message.group() != null) {
            return inGroup(message, message.group(), row, now);
        }
        var approval = pairings.approval(message.user(), row);
        var rules = config.get();
        return switch (AdmissionPolicy.decide(
                Sender.of(message), approval, rules.names(message.user()), rules.channels())) {
            case Admission.Refused(var reason) -> refuse(message, reason, now);
            case Admission.MayPair _ -> pair(message, now);
            case Admission.Admitted _ -> {
                silence.forget(message.user());
                admitted.add(Sender.of(message));
                yield resolve(message, CommandParser.parse(message.text()), now);
            }
        };
    }

    /// Who was admitted by their address speaks as the person that it belongs to.
    private Routed resolve(InboundMessage message, Command command, Instant now) {
        return switch (links.whose(message, command, now)) {
            case Whose.Begins(var move, var again) ->
                new Routed.Moves(move, OnboardingMessage.moving(message, move), again);
            case Whose.Underway(var move) ->
                isUrgent(command)
                        ? command(message.withUser(move.from()), command, users.apply(move.from()), now)
                        : new Routed.Held(message);
            case Whose.Settled(var person) -> {
                var row = users.apply(person);
                yield switch (command) {
                    case Command.Link(var argument) -> linking.link(message, argument, hasPersona(row), now);
                    case Command.Unlink(var argument) -> linking.unlink(message, argument, now);
                    case Command.WhoAmI _ -> Notices.answer(message, whoAmI(message, person, row), now);
                    case Command.None _,
                            Command.ForTurns _,
                            Command.Persona _,
                            Command.Start _,
                            Command.Help _,
                            Command.Commands _,
                            Command.Activation _,
                            Command.Unknown _ -> command(message.withUser(person), command, row, now);
                };
            }
        };
    }

    /// Concerns what still runs as the person that the address belonged to.
    private static boolean isUrgent(Command command) {
        return command instanceof Command.ForTurns(var control, var _)
                && (control == TurnRecord.Control.STOP || control == TurnRecord.Control.STATUS);
    }

    private String whoAmI(InboundMessage message, UserId person, Optional<UserRecord> row) {
        var others = new TreeSet<>(links.others(person));
        others.add(person);
        others.remove(message.user());
        return Sentences.whoAmI(message, row, List.copyOf(others));
    }

    /// Nobody of a group is told that they are not heard, or may not give a command: the others would be disturbed.
    private Routed inGroup(InboundMessage message, GroupPart group, Optional<UserRecord> row, Instant now) {
        var platform = config.get().channels().platform(message.user().channel());
        if (platform.isEmpty()) {
            return new Routed.Dropped();
        }
        var rules = new GroupRules(platform.get());
        if (!rules.admits(message.user())
                || !rules.admitsSender(message)
                || GroupRules.isForAnotherBot(message, group)) {
            return new Routed.Dropped();
        }
        admitted.addGroup(message.user());
        var command = CommandParser.parse(message.text());
        if (!rules.isAddressed(message, group, command, row)) {
            earlier.keep(message, platform.get().groups().history());
            return new Routed.Overheard();
        }
        if (GroupRules.isReserved(command) && !group.admin() && !isOperator(group.sender())) {
            return new Routed.Dropped();
        }
        return switch (command) {
            case Command.Start _ -> Notices.answer(message, Sentences.HELP, now);
            case Command.Activation(var wanted) ->
                Activation.command(message, wanted, rules.answersEverything(message.user(), row), row, now);
            case Command.None _ -> {
                var speaker = group.as(links.person(group.sender()));
                yield message(
                        message.withGroup(speaker)
                                .inGroup(rules.instructions(message.user()), earlier.take(message.address())),
                        row);
            }
            case Command.Link _, Command.Unlink _ -> Notices.answer(message, LinkTexts.ONLY_IN_PRIVATE, now);
            case Command.ForTurns _,
                    Command.Persona _,
                    Command.Help _,
                    Command.Commands _,
                    Command.WhoAmI _,
                    Command.Unknown _ -> command(message, command, row, now);
        };
    }

    private boolean isOperator(UserId sender) {
        var commands = config.get().commands();
        return commands.isOperator(sender) || commands.isOperator(links.person(sender));
    }

    private Routed pair(InboundMessage message, Instant now) {
        Meters.count("moltmates.refusals", "service", "router-service", "reason", "not_paired");
        if (!silence.mayTell(message.user(), now)) {
            return new Routed.Dropped();
        }
        return pairings.code(message, now)
                .<Routed>map(code ->
                        new Routed.ToStranger(code, Notices.said(message, Sentences.code(code), Outcome.REFUSED, now)))
                .orElseGet(() -> Notices.refusal(message, Sentences.noCode(message.user()), now));
    }

    /// Somebody who waits for an HTTP response is always told, everybody else once in a while.
    private Routed refuse(InboundMessage message, String reason, Instant now) {
        Meters.count("moltmates.refusals", "service", "router-service", "reason", "not_listed");
        boolean waits = message.address().channel().equals("api");
        return waits || silence.mayTell(message.user(), now)
                ? Notices.refusal(message, reason, now)
                : new Routed.Dropped();
    }

    private Routed command(InboundMessage message, Command command, Optional<UserRecord> row, Instant now) {
        return switch (command) {
            case Command.None _ -> message(message, row);
            case Command.ForTurns(var control, var argument) -> control(message, row, control, argument, now);
            case Command.Persona _ -> onboarding(message, Reason.PERSONA_COMMAND);
            case Command.Start _ ->
                hasPersona(row)
                        ? Notices.answer(message, Sentences.HELP, now)
                        : onboarding(message, Reason.PERSONA_COMMAND);
            case Command.Help _ -> Notices.answer(message, Sentences.HELP, now);
            case Command.Commands _ -> Notices.answer(message, Sentences.COMMANDS, now);
            case Command.Activation _ -> Notices.answer(message, Sentences.ONLY_IN_GROUPS, now);
            case Command.WhoAmI _ -> Notices.answer(message, Sentences.whoAmI(message, row, List.of()), now);
            case Command.Link _, Command.Unlink _ -> Notices.answer(message, LinkTexts.ONLY_IN_PRIVATE, now);
            case Command.Unknown unknown -> Notices.answer(message, Sentences.unknown(unknown), now);
        };
    }

    private Routed message(InboundMessage message, Optional<UserRecord> row) {
        if (row.isPresent() && message.id().equals(row.get().through())) {
            return onboarding(message, Reason.FOLLOWS); // comes again; persona-service knows what it led to
        }
        return switch (table.way(message.user(), row)) {
            case DIRECT -> new Routed.ToTurns(new TurnRecord.TurnRequest(message));
            case FOLLOWING -> onboarding(message, Reason.FOLLOWS);
            case CHOOSING -> onboarding(message, Reason.NOT_CHOSEN);
        };
    }

    /// Who has a persona may be choosing another while a turn runs, so a stop goes to it directly.
    private Routed control(
            InboundMessage message,
            Optional<UserRecord> row,
            TurnRecord.Control control,
            String argument,
            Instant now) {
        if (!hasPersona(row)) {
            return Notices.answer(message, Sentences.nothingYet(control.name().toLowerCase(Locale.ROOT)), now);
        }
        if (control == TurnRecord.Control.MODEL
                && !argument.isEmpty()
                && !config.get().commands().model()
                && !isOperator(message.sender())) {
            return Notices.answer(message, Sentences.MODEL_OFF, now);
        }
        return new Routed.ToTurns(new TurnRecord.TurnControl(
                message.id(), message.user(), message.address(), control, argument, message.receivedAt()));
    }

    private Routed onboarding(InboundMessage message, Reason reason) {
        table.sent(message.user(), message.id());
        return new Routed.ToOnboarding(new OnboardingMessage(message, reason));
    }

    private static boolean hasPersona(Optional<UserRecord> row) {
        return row.isPresent() && row.get().persona() != null;
    }
}
