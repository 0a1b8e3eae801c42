package io.moltmates.schema;

import static io.moltmates.schema.Topic.Cleanup.BY_AGE;
import static io.moltmates.schema.Topic.Cleanup.BY_KEY;
import static io.moltmates.schema.Topic.Cleanup.BY_KEY_AND_AGE;
import static io.moltmates.schema.Topic.Partitioning.PEOPLE;
import static io.moltmates.schema.Topic.Partitioning.SINGLE;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// All topics, by the names that auditors tap.
public final class Topics {

    static final long BYTES = 1L << 30;

    static final Duration CONTENT = Duration.ofHours(24);
    private static final Duration MINUTES = Duration.ofMinutes(10);

    /// Normalized inbound messages, from channel-ingress to the router.
    public static final Topic<InboundMessage> INGRESS = content("moltmate.ingress", InboundMessage.class);
    /// Messages of people who have not chosen a persona, to persona-service.
    public static final Topic<OnboardingMessage> ONBOARDING = content("moltmate.onboarding", OnboardingMessage.class);
    /// Turn requests and control, to agent-service.
    public static final Topic<TurnRecord> TURNS = content("moltmate.turns", TurnRecord.class);
    /// Work in files and containers, to sandbox-service.
    public static final Topic<SandboxRequest> SANDBOX_REQUESTS =
            content("moltmate.sandbox.requests", SandboxRequest.class);
    /// Its results, to the worker that asked: whoever has the same partition of the turns.
    public static final Topic<SandboxResult> SANDBOX_RESULTS = content("moltmate.sandbox.results", SandboxResult.class);
    /// Questions to whoever owns the answer.
    public static final Topic<CommandRequest> COMMANDS = content("moltmate.commands", CommandRequest.class);
    /// Their answers, to whoever asked.
    public static final Topic<CommandResult> COMMAND_RESULTS =
            new Topic<>("moltmate.command.results", CommandResult.class, SINGLE, BY_AGE, MINUTES, BYTES);
    /// What must arrive at people.
    public static final Topic<OutboundMessage> EGRESS = content("moltmate.egress", OutboundMessage.class);
    /// What may be missed: how answers grow.
    public static final Topic<LiveEvent> LIVE =
            new Topic<>("moltmate.live", LiveEvent.class, PEOPLE, BY_AGE, MINUTES, BYTES >> 2);
    /// Intent and receipt of each delivery, by delivery id: for as long as the delivery could be made again, so at the
    /// least twice as long as [#EGRESS] keeps it.
    public static final Topic<DeliveryRecord> DELIVERIES = new Topic<>(
            "moltmate.deliveries", DeliveryRecord.class, PEOPLE, BY_KEY_AND_AGE, Duration.ofDays(7), Topic.UNLIMITED);
    /// The projection of each person's directory.
    public static final Topic<UserRecord> USERS =
            new Topic<>("moltmate.users", UserRecord.class, SINGLE, BY_KEY, CONTENT, BYTES);
    /// Codes of strangers, and whom the operator let in.
    public static final Topic<PairingRecord> PAIRINGS =
            new Topic<>("moltmate.pairings", PairingRecord.class, SINGLE, BY_KEY, CONTENT, BYTES);
    /// Codes by which people link their addresses, and to whom each address belongs.
    public static final Topic<LinkRecord> LINKS =
            new Topic<>("moltmate.links", LinkRecord.class, SINGLE, BY_KEY, CONTENT, BYTES);
    /// Which replica polls and sends for a bot account.
    public static final Topic<AccountLease> ACCOUNTS =
            new Topic<>("moltmate.accounts", AccountLease.class, PEOPLE, BY_AGE, CONTENT, BYTES);

    private Topics() {}

    /// The topics that services talk by.
    public static List<Topic<?>> main() {
        return List.of(
                INGRESS,
                ONBOARDING,
                TURNS,
                SANDBOX_REQUESTS,
                SANDBOX_RESULTS,
                COMMANDS,
                COMMAND_RESULTS,
                EGRESS,
                LIVE,
                DELIVERIES,
                USERS,
                PAIRINGS,
                LINKS,
                ACCOUNTS);
    }

    /// The topics that services read with a group, and give up on records of.
    public static List<Topic<?>> withDeadLetters() {
        return List.of(INGRESS, ONBOARDING, TURNS, SANDBOX_REQUESTS, COMMANDS, EGRESS);
    }

    /// Every topic there is, dead letters too.
    public static List<Topic<?>> all() {
        return Stream.<Topic<?>>concat(
                        main().stream(), withDeadLetters().stream().map(Topic::deadLetters))
                .toList();
    }

    private static <T extends TopicRecord> Topic<T> content(String name, Class<T> type) {
        return new Topic<>(name, type, PEOPLE, BY_AGE, CONTENT, BYTES);
    }
}
