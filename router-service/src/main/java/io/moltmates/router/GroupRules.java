package io.moltmates.router;

import io.moltmates.schema.GroupPart;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.GroupConfig;
import io.moltmates.schema.config.PlatformConfig;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides in which groups, to whom of them, and to what the assistant answers, by the rules of a platform.
///
/// @param platform whose rules they are
record GroupRules(PlatformConfig platform) {

    private static final Pattern OF_A_BOT = Pattern.compile("/[A-Za-z_-]+@.*", Pattern.DOTALL);

    /// Whether the assistant takes part in this group.
    boolean admits(UserId group) {
        return platform.enabled()
                && switch (platform.groupPolicy()) {
                    case ALLOWLIST -> platform.groups().lists(group.channel(), group.platformId());
                    case OPEN -> true;
                    case DISABLED -> false;
                };
    }

    /// Whether the assistant hears who wrote this.
    boolean admitsSender(InboundMessage message) {
        var named = named(message.user());
        return named == null || named.allowFrom().isEmpty() || AllowList.lists(named.allowFrom(), Sender.of(message));
    }

    /// Whether the assistant answers this, rather than only hear it.
    boolean isAddressed(InboundMessage message, GroupPart group, Command command, Optional<UserRecord> row) {
        return group.addressed() || isCommand(command) || answersEverything(message.user(), row) || isMention(message);
    }

    /// Whether it is a command for another bot: it names one, and not ours.
    static boolean isForAnotherBot(InboundMessage message, GroupPart group) {
        return !group.addressed() && OF_A_BOT.matcher(message.text().strip()).matches();
    }

    /// Whether only operators and the group's admins may give this command.
    static boolean isReserved(Command command) {
        return switch (command) {
            case Command.Persona _ -> true;
            case Command.Activation(var wanted) -> !wanted.isEmpty();
            case Command.ForTurns(var control, var argument) ->
                switch (control) {
                    case RESET, NEW, COMPACT, FORGET, EXPORT -> true;
                    case MODEL, THINK, VERBOSE, QUEUE, TIMEZONE -> !argument.isEmpty();
                    case STOP, STATUS, DRAIN, REVOKE, USAGE, LIMITS, CONTEXT, RENEW, DELETE_SESSION, DELETE_PERSON ->
                        false;
                };
            case Command.None _,
                    Command.Start _,
                    Command.Help _,
                    Command.Commands _,
                    Command.WhoAmI _,
                    Command.Link _,
                    Command.Unlink _,
                    Command.Unknown _ -> false;
        };
    }

    /// What the operator tells the assistant in this group; null if nothing.
    @Nullable
    String instructions(UserId group) {
        var named = named(group);
        return named == null ? null : named.systemPrompt();
    }

    boolean answersEverything(UserId group, Optional<UserRecord> row) {
        String chosen = row.map(UserRecord::settings)
                .map(settings -> settings.get(PersonFile.ACTIVATION))
                .orElse("");
        if (!chosen.isEmpty()) {
            return chosen.equals(Activation.ALWAYS);
        }
        var named = named(group);
        var own = named == null ? null : named.requireMention();
        return own == null ? !platform.groups().requireMention() : !own;
    }

    private @Nullable GroupConfig named(UserId group) {
        return platform.groups().of(group.channel(), group.platformId());
    }

    private static boolean isCommand(Command command) {
        return !(command instanceof Command.None || command instanceof Command.Unknown);
    }

    private boolean isMention(InboundMessage message) {
        List<String> patterns = platform.groups().mentionPatterns();
        return patterns.stream()
                .map(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .anyMatch(pattern -> pattern.matcher(message.text()).find());
    }
}
