package io.moltmates.router;

import io.moltmates.schema.UserId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads lists of people: each entry is an id or a user name, also with the channel before it, as in `123456`,
/// `telegram_123456`, `tg:123456`, `alice`, `@alice` or `telegram:alice`.
///
/// A number is an id and never a name, since a name may look like the id of somebody else. The same holds for what
/// follows `telegram_`, which may also be how a name begins.
final class AllowList {

    private static final String EVERYBODY = "*";
    private static final Map<String, String> SHORT_NAMES = Map.of("telegram", "tg");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

    private AllowList() {}

    static boolean lists(List<String> entries, Sender sender) {
        return entry(entries, sender).isPresent();
    }

    /// The first entry that means them.
    static Optional<String> entry(List<String> entries, Sender sender) {
        return entries.stream()
                .map(String::strip)
                .filter(entry -> means(entry, sender))
                .findFirst();
    }

    /// Those of this channel that are listed by their ids.
    static List<UserId> people(List<String> entries, String channel, boolean namesAreIds) {
        return entries.stream()
                .map(entry -> withoutChannel(entry.strip(), channel).replaceFirst("^" + channel + "_", ""))
                .filter(entry -> !entry.isEmpty() && !entry.equals(EVERYBODY))
                .filter(entry -> namesAreIds || NUMBER.matcher(entry).matches())
                .map(entry -> UserId.of(channel, entry))
                .distinct()
                .toList();
    }

    /// Whether somebody of this channel whose name is not known may be meant by one.
    static boolean mayMeanByName(List<String> entries, String channel) {
        return entries.stream()
                .map(String::strip)
                .map(entry -> withoutChannel(entry, channel))
                .anyMatch(AllowList::mayBeName);
    }

    private static boolean mayBeName(String entry) {
        return !entry.equals(EVERYBODY) && !NUMBER.matcher(entry).matches();
    }

    private static boolean means(String entry, Sender sender) {
        String channel = sender.id().channel();
        String id = sender.id().platformId();
        if (entry.equals(EVERYBODY)
                || entry.equals(id)
                || entry.equals(sender.id().value())) {
            return true;
        }
        String bare = withoutChannel(entry, channel);
        return bare.equals(id) || mayBeName(bare) && isSameName(bare, sender.handle());
    }

    private static String withoutChannel(String entry, String channel) {
        int colon = entry.indexOf(':');
        if (colon < 0) {
            return entry;
        }
        String prefix = entry.substring(0, colon);
        return prefix.equalsIgnoreCase(channel) || prefix.equalsIgnoreCase(SHORT_NAMES.get(channel))
                ? entry.substring(colon + 1)
                : entry;
    }

    /// Letters of ASCII count the same in both cases; others do not, since some only look like them.
    private static boolean isSameName(String listed, @Nullable String handle) {
        String name = withoutSign(listed);
        String other = handle == null ? "" : withoutSign(handle);
        if (name.isEmpty() || name.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (lower(name.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String withoutSign(String name) {
        return name.startsWith("@") ? name.substring(1) : name;
    }

    private static char lower(char letter) {
        return letter >= 'A' && letter <= 'Z' ? (char) (letter + 'a' - 'A') : letter;
    }
}
