package io.moltmates.router;

import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.LinkOffer;
import io.moltmates.schema.UserId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is said to people who link their addresses.
final class LinkTexts {

    static final String NO_PERSONA =
            "Choose a persona here first; then `/link` lets you use your assistant from elsewhere too.";

    static final String TOO_MANY_CODES = "You have asked for many codes. Try again in an hour.";

    static final String TOO_MANY_TRIES = "You have tried many codes. Try again in ten minutes.";

    static final String USAGE = "`/link` shows you a code; `/link CODE`, with the code that you were shown elsewhere,"
            + " makes that and this one person. `/unlink` takes it back.";

    static final String NO_SUCH_CODE = "I know no such code. It is good for ten minutes and can be typed once; `/link`"
            + " on the other side shows a new one.";

    static final String OWN_CODE = "This code was shown to you here. Type it on the other side, where you want to use"
            + " the same assistant.";

    static final String NOT_TYPED = "Nobody has typed your code yet. Write `/link` and the code on the other side.";

    static final String NOTHING_TO_CONFIRM =
            "There is nothing to confirm. `/link` shows you a code for another side of yours.";

    static final String CANCELLED = "Nothing is linked.";

    static final String OTHER_CANCELLED = "The other side said no: nothing is linked.";

    static final String ONLY_IN_PRIVATE = "This is for private chats: write it to me alone.";

    static final String UNLINKED =
            "This is a person of its own again. What your assistant knew here before is back; what was"
                    + " said while it was linked stays on the other side.";

    static final String NOTHING_LINKED = "Nothing is linked with you here. `/link` shows how to.";

    static final String WHICH = "Which one? Write `/unlink` and its id.";

    static final String BY_OPERATOR =
            "Whoever runs this assistant has said whose address this is (`identityLinks`), so only they can change it.";

    static final String STILL_MOVING = "It is being linked right now. Try again in a moment.";

    private static final int LONGEST_NAME = 60;

    private LinkTexts() {}

    static String code(LinkOffer offer, Instant now) {
        long minutes = Math.max(1, Duration.between(now, offer.until()).toMinutes());
        return "To use this assistant from another side of yours, write this to me there within " + minutes
                + (minutes == 1 ? " minute" : " minutes") + ":\n\n`/link " + offer.code()
                + "`\n\nThen I ask you here and there once more, and nothing is linked before you said yes on both sides."
                + " What stays is the assistant that you talk with here: its memory, files and conversation are used on"
                + " both sides then. What the other side had is put away, and `/unlink` brings it back.\n\n"
                + "Give the code to nobody. Nobody else needs it.";
    }

    /// To the side that typed the code.
    static String typed(LinkOffer offer) {
        return "This code was shown to " + who(offer.user(), offer.name())
                + ". If that is you, write `/link confirm` **there** now; then I ask you here once more. If somebody gave"
                + " you this code, write `/link cancel`: they would read all that you write to me.";
    }

    /// To the side that was shown the code.
    static String whoTyped(LinkOffer offer) {
        return "Your code was typed by " + other(offer)
                + ". Is that you? Then whoever writes from there has your assistant: its memory, its files, and what we"
                + " talked about. Write `/link confirm` if both are yours, else `/link cancel`.";
    }

    static String agreed(LinkOffer offer) {
        return "Good. Now say yes on the other side too: " + other(offer) + " was asked to write `/link confirm`.";
    }

    /// To the side that typed the code, which decides at last.
    static String whoAgreed(LinkOffer offer) {
        return who(offer.user(), offer.name())
                + " says that you are the same person. If you say yes, what you write here is answered by the assistant of"
                + " that side, and whoever writes from there can read it; what your assistant knew here is put away until"
                + " `/unlink`. Write `/link confirm` if both are yours, else `/link cancel`.";
    }

    static String linked(AddressMove move) {
        return "Linked: from now on you are the same person here as `" + move.to()
                + "`, with one assistant. `/unlink` takes it back.";
    }

    static String otherLinked(AddressMove move) {
        return "Linked: `" + move.user() + "` is the same person as you from now on. `/unlink " + move.user()
                + "` takes it back.";
    }

    static String otherUnlinked(AddressMove move) {
        return "`" + move.user() + "` is a person of its own again.";
    }

    static String released(UserId address) {
        return "`" + address + "` is a person of its own again from its next message on.";
    }

    /// Why the address can't become part of another person.
    static String notFree(UserId address, Links links) {
        if (links.isNamed(address)) {
            return BY_OPERATOR;
        }
        var person = links.person(address);
        return person.equals(address)
                ? "Other sides of yours are linked with this one. Type the code there, or write `/unlink` here first."
                : "You are the same person as `" + person + "` here already. Write `/unlink` first.";
    }

    private static String other(LinkOffer offer) {
        var typedBy = offer.typedBy();
        return typedBy == null ? "nobody" : who(typedBy, offer.typedName());
    }

    /// The id first, which nobody can choose: the name may be anything.
    private static String who(UserId user, @Nullable String name) {
        String line = name == null
                ? ""
                : name.replaceAll("[\\p{Cntrl}\\s`*_\\[\\]()<>~|#\\\\]+", " ").strip();
        if (line.isEmpty() || line.equals(user.platformId())) {
            return "`" + user + "`";
        }
        String shown = line.codePointCount(0, line.length()) <= LONGEST_NAME
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_NAME)) + "…";
        return "`" + user + "` (who is called “" + shown + "” there)";
    }
}
