package io.moltmates.router;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult.PersonAccess;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.DmPolicy;
import io.moltmates.schema.config.PlatformConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/// Tells the operator who may write, and by what.
final class AccessReport {

    private static final int MOST = 10_000;

    private final Supplier<ChannelsConfig> rules;
    private final Supplier<Collection<UserRecord>> users;
    private final Pairings pairings;
    private final AdmittedPeople admitted;

    AccessReport(
            Supplier<ChannelsConfig> rules,
            Supplier<Collection<UserRecord>> users,
            Pairings pairings,
            AdmittedPeople admitted) {
        this.rules = rules;
        this.users = users;
        this.pairings = pairings;
        this.admitted = admitted;
    }

    /// Of this one; of everybody who is known or listed for [CommandRequest#EVERYBODY].
    List<PersonAccess> of(UserId asked) {
        if (!asked.equals(CommandRequest.EVERYBODY)) {
            return List.of(access(asked));
        }
        var people = new TreeSet<UserId>(admitted.groups());
        users.get().forEach(row -> people.add(row.user()));
        pairings.decisions().stream()
                .filter(decision -> decision.state() == PairingRecord.State.APPROVED)
                .forEach(decision -> people.add(decision.user()));
        var channels = rules.get();
        people.addAll(AllowList.people(channels.web().allowFrom(), "web", true));
        people.addAll(AllowList.people(channels.api().allowFrom(), "api", true));
        people.addAll(AllowList.people(channels.telegram().allowFrom(), "telegram", false));
        people.addAll(AllowList.people(channels.telegram().groups().allowFrom(), "telegram", false));
        people.addAll(AllowList.people(
                List.copyOf(channels.telegram().groups().named().keySet()), "telegram", false));
        return people.stream().limit(MOST).map(this::access).toList();
    }

    private PersonAccess access(UserId user) {
        var channels = rules.get();
        String channel = user.channel();
        var sender = admitted.find(user).orElseGet(() -> known(user));
        return switch (channel) {
            case "web" ->
                listed(sender, channels.web().enabled(), channels.web().allowFrom());
            case "api" ->
                listed(sender, channels.api().enabled(), channels.api().allowFrom());
            default ->
                channels.platform(channel)
                        .map(platform -> isGroup(user) ? group(user, platform) : onPlatform(sender, platform))
                        .orElseGet(() -> no(user, "there is no channel " + channel));
        };
    }

    /// As the person was called when they asked for their code.
    private Sender known(UserId user) {
        return new Sender(
                user, pairings.decision(user).map(PairingRecord::handle).orElse(null));
    }

    private PersonAccess onPlatform(Sender sender, PlatformConfig platform) {
        var row = users.get().stream()
                .filter(known -> known.user().equals(sender.id()))
                .findFirst();
        var approval = pairings.approval(sender.id(), row);
        boolean may = AdmissionPolicy.decide(sender, approval, rules.get()) instanceof Admission.Admitted;
        var listed = listed(sender, platform.enabled(), platform.allowFrom());
        var reasons = new ArrayList<>(listed.reasons());
        if (platform.enabled() && platform.dmPolicy() == DmPolicy.DISABLED) {
            return no(sender.id(), key(sender.id(), "dmPolicy") + " is disabled, so there are no private chats");
        }
        if (may && approval != Approval.NONE && platform.dmPolicy() != DmPolicy.OPEN) {
            if (!listed.admitted()) {
                reasons.clear();
            }
            reasons.add(
                    approval == Approval.BY_ID
                            ? "let in by the operator"
                            : "let in by the operator by a code, since " + key(sender.id(), "dmPolicy")
                                    + " is pairing");
        }
        return new PersonAccess(sender.id(), may, reasons);
    }

    private static PersonAccess listed(Sender sender, boolean enabled, List<String> allowFrom) {
        String list = key(sender.id(), "allowFrom");
        if (!enabled) {
            return no(sender.id(), "channels." + sender.id().channel() + ".enabled is false");
        }
        Optional<String> entry = AllowList.entry(allowFrom, sender);
        if (entry.isPresent()) {
            return new PersonAccess(sender.id(), true, List.of(list + " has \"" + entry.get() + "\""));
        }
        return no(
                sender.id(),
                mayBeMeant(sender, allowFrom)
                        ? list + " does not have their id; it has user names, and theirs is not known here yet"
                        : list + " does not have them");
    }

    /// In the web chat and the HTTP API names are ids.
    private static boolean mayBeMeant(Sender sender, List<String> allowFrom) {
        String channel = sender.id().channel();
        return sender.handle() == null
                && !channel.equals("web")
                && !channel.equals("api")
                && AllowList.mayMeanByName(allowFrom, channel);
    }

    private static boolean isGroup(UserId user) {
        return user.platformId().startsWith("-");
    }

    private static PersonAccess group(UserId group, PlatformConfig platform) {
        boolean may = new GroupRules(platform).admits(group);
        String why = platform.enabled()
                ? key(group, "groupPolicy") + " is " + lower(platform.groupPolicy())
                        + (platform.groups().lists(group.channel(), group.platformId())
                                ? ", and " + key(group, "groups") + " names it"
                                : ", and " + key(group, "groups") + " does not name it")
                : "channels." + group.channel() + ".enabled is false";
        return new PersonAccess(group, may, List.of(why));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String key(UserId user, String name) {
        return "channels." + user.channel() + "." + name;
    }

    private static PersonAccess no(UserId user, String reason) {
        return new PersonAccess(user, false, List.of(reason));
    }
}
