package io.moltmates.agent;

import io.moltmates.agent.AskedCommand.Answer;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.TurnRecord.TurnControl;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Answers people's commands: `/new`, `/reset` and `/stop` itself, the others with those who know.
final class Controls {

    private final Sessions sessions;
    private final UsageReport usage;
    private final SettingCommands settings;
    private final CompactCommand compact;
    private final ExportCommand export;
    private final ForgetCommand forget;

    Controls(AgentParts parts, CommandAsker asker) {
        this.sessions = new Sessions(parts.sandbox());
        this.usage = new UsageReport(parts);
        this.settings = new SettingCommands(parts, asker);
        this.compact = new CompactCommand(parts);
        this.export = new ExportCommand(parts);
        this.forget = new ForgetCommand(parts);
    }

    /// Does what the person asked for; doing it again comes to the same.
    Answer answer(AskedCommand asked) throws IOException {
        return switch (asked.control().control()) {
            case STOP -> asked.says("Stopped.");
            case NEW, RESET -> {
                startSession(asked);
                yield asked.says("A new conversation begins; what I wrote down about you stays.");
            }
            case STATUS -> asked.says(usage.status(asked));
            case USAGE -> asked.says(usage.usage(asked));
            case LIMITS -> asked.says(usage.limits(asked));
            case CONTEXT -> asked.says(usage.context(asked));
            case MODEL -> settings.model(asked);
            case THINK -> settings.think(asked);
            case VERBOSE -> settings.verbose(asked);
            case QUEUE -> settings.queue(asked);
            case TIMEZONE -> settings.zone(asked);
            case COMPACT -> compact.answer(asked);
            case EXPORT -> export.answer(asked);
            case FORGET -> {
                var answer = forget.answer(asked);
                if (ForgetCommand.isConfirmed(asked.control())) {
                    startSession(asked);
                }
                yield answer;
            }
            case DRAIN, REVOKE, RENEW, DELETE_SESSION, DELETE_PERSON ->
                throw new IllegalArgumentException(
                        "No person asks for this: " + asked.control().id());
        };
    }

    /// The command as the person wrote it, roughly.
    static String said(TurnControl control) {
        return ("/" + control.control().name().toLowerCase(Locale.ROOT) + " " + control.argument()).strip();
    }

    /// The answer to somebody who has no assistant.
    static Notice nobody(TurnControl control, Instant at) {
        return notice(
                control, "You have no assistant yet; write a message to choose one.", Outcome.ANSWERED, List.of(), at);
    }

    static Notice notice(TurnControl control, String text, Outcome outcome, List<Button> buttons, Instant at) {
        return new Notice(
                control.id() + ".notice",
                control.user(),
                control.address(),
                control.id(),
                text,
                buttons,
                outcome,
                null,
                at);
    }

    private void startSession(AskedCommand asked) throws IOException {
        var control = asked.control();
        sessions.begin(asked.journal(), asked.person(), control.receivedAt(), control.id());
    }
}
