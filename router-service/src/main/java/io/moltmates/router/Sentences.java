package io.moltmates.router;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the router itself says to people.
final class Sentences {

    static final String HELP = """
            Just write, and your assistant answers. These words do something else:

            - `/new` begins a new conversation; what you were told to remember stays
            - `/stop` ends what your assistant is doing right now
            - `/reset` does both: stops at once and begins anew
            - `/persona` shows who you talk with, and lets you choose another
            - `/model` shows the model that answers; `/model name` takes another
            - `/status` tells how things are, `/usage` what was used
            - `/activation` tells to what I answer in a group; `/activation always` or `mention` changes it
            - `/whoami` tells who you are here
            - `/help` shows this list, `/commands` all there are""";

    static final String COMMANDS = """
            Commands are answered at once, also while your assistant is busy, unless something else is said here.

            **The conversation**
            - `/new` (`/clear`) begins a new one when the messages before it are answered
            - `/reset` stops at once and begins a new one
            - `/stop` (`/cancel`, `/abort`) ends what your assistant is doing right now
            - `/compact` (`/summarize`) shortens it in its turn; what you write behind it is kept above all
            - `/context` tells how full the model's window is, and of what
            - `/export` gives you what was said

            **Your assistant**
            - `/persona` (`/personas`, `/soul`) shows who you talk with, and lets you choose another
            - `/model` (`/models`) shows the models; `/model name` takes one, `/model default` the usual one
            - `/think off` (`/thinking`), `low`, `medium`, `high` or `default` says how long a model thinks that can
            - `/verbose on` or `off` says whether answers begin with the tools that were used
            - `/queue collect`, `steer`, `followup`, `interrupt` or `default` says what becomes of what you write meanwhile
            - `/timezone` (`/tz`) tells your time zone; `/timezone Europe/Berlin` takes another
            - `/link` lets you use your assistant from another side of yours too; `/unlink` takes it back
            - `/forget` empties what was written down about you, after a question
            - `/activation` tells to what I answer in a group; `/activation always` or `mention` changes it

            **How things are**
            - `/status` tells what runs and waits
            - `/usage` (`/cost`, `/tokens`) tells what was used today and in this conversation
            - `/limits` (`/limit`) tells what you may use
            - `/whoami` (`/id`) tells who you are here
            - `/help` shows the most important ones, `/commands` this list""";

    static final String TOO_MANY_HELD =
            "I'm still finishing what you asked before, and can't keep any more messages. Say this again in a while.";

    static final String MODEL_OFF =
            "Switching the model is off here. Whoever runs this assistant can allow it with `commands.model`.";

    static final String LET_IN = "You have been let in: you may write to me now.";

    static final String ONLY_IN_GROUPS = "`/activation` is for groups; here I answer everything.";

    static final String NOT_KNOWN_HERE = "I don't know this group yet. Say something to me first, and then again.";

    private Sentences() {}

    static String stranger(UserId id) {
        return "I'm sorry, I may not talk with you yet. Whoever runs this assistant can let you in"
                + " by adding your name to `channels." + id.channel() + ".allowFrom`. Your id is `" + id + "`.";
    }

    static String privateChatsOff(UserId id) {
        return "I'm sorry, I don't talk in private chats here. Your id is `" + id + "`.";
    }

    static String code(PairingRecord code) {
        return "Hello! I don't know you yet. Whoever runs this assistant can let you in by your code:\n\n`"
                + code.code() + "`\n\nIt is good for an hour. Your id is `" + code.user() + "`.";
    }

    static String noCode(UserId id) {
        return "I'm sorry, I may not talk with you yet, and there is no code for you right now. Your id is `" + id
                + "`; whoever runs this assistant can let you in by it.";
    }

    /// @param others addresses of the same person
    static String whoAmI(InboundMessage message, Optional<UserRecord> row, List<UserId> others) {
        var text = new StringBuilder("You are `").append(message.sender()).append('`');
        if (!message.senderName().isBlank()
                && !message.senderName().equals(message.sender().platformId())) {
            text.append(" (").append(message.senderName()).append(')');
        }
        if (message.senderHandle() != null) {
            text.append(", `@").append(message.senderHandle()).append('`');
        }
        text.append(", writing by ").append(message.address().channel());
        if (message.group() != null) {
            text.append(" in the group `").append(message.user()).append('`');
        }
        text.append('.');
        if (!others.isEmpty()) {
            text.append(others.stream()
                    .map(other -> "`" + other + "`")
                    .collect(Collectors.joining(", ", " You are the same person as ", ".")));
        }
        row.map(UserRecord::persona)
                .ifPresentOrElse(
                        persona -> text.append(" You talk with ")
                                .append(persona.name())
                                .append(' ')
                                .append(persona.emoji())
                                .append('.'),
                        () -> text.append(" You have not chosen a persona yet."));
        return text.toString();
    }

    static String activation(boolean always) {
        return always
                ? "I answer everything that is said here. `/activation mention` makes me wait until I am named."
                : "I answer when I am named, or answered. `/activation always` has me answer everything.";
    }

    static String unknown(Command.Unknown unknown) {
        String question = unknown.nearest().isEmpty() ? "" : " Did you mean `/" + unknown.nearest() + "`?";
        return "There is no command `/" + unknown.word() + "`." + question + " `/help` lists them all.";
    }

    static String nothingYet(String control) {
        return "There is nothing for `/" + control
                + "` to work on yet: choose a persona first. Write anything, and you see the list.";
    }
}
