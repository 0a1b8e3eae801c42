package io.moltmates.schema.config;

import io.moltmates.schema.UserId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;

/// Which addresses are one person.
///
/// An address is written as `telegram:123456` or `telegram_123456`. The person is the address that the link is named
/// by; under any other name, such as `alice`, it is the first one of its list.
///
/// @param links the addresses of each person, by that name
public record IdentityLinksConfig(@OtherKeys Map<String, List<String>> links) {

    public static final IdentityLinksConfig DEFAULT = new IdentityLinksConfig(Map.of());

    private static final Set<String> CHANNELS = Set.of("web", "api", "telegram");
    private static final String RIGHT = "Write the channel and the id, such as telegram:123456 or web:alice.";

    public IdentityLinksConfig {
        var copy = new LinkedHashMap<String, List<String>>(); // the order of a list tells who stays
        links.forEach((name, addresses) -> copy.put(name, List.copyOf(addresses)));
        links = Collections.unmodifiableMap(copy);
        var seen = new LinkedHashMap<UserId, String>();
        links.forEach((name, addresses) -> check(name, addresses, seen));
    }

    private static void check(String name, List<String> addresses, Map<UserId, String> seen) {
        if (name.indexOf(':') >= 0 && address(name).isEmpty()) {
            throw new InvalidSetting(name, "has a name that is not an address", wrong(name) + RIGHT);
        }
        if (addresses.isEmpty()) {
            throw new InvalidSetting(name, "names nobody", RIGHT);
        }
        for (int index = 0; index < addresses.size(); index++) {
            String component = name + "[" + index + "]";
            var address = address(addresses.get(index));
            if (address.isEmpty()) {
                throw new InvalidSetting(component, "is not an address", wrong(addresses.get(index)) + RIGHT);
            }
            if (isGroup(address.get())) {
                throw new InvalidSetting(
                        component, "is a group", "A group is a principal of its own, and is nobody's address.");
            }
        }
        for (var address : all(name, addresses)) {
            String other = seen.putIfAbsent(address, name);
            if (other != null) {
                throw new InvalidSetting(
                        name,
                        "names " + address + ", and so does identityLinks." + other,
                        "An address belongs to one person: put all of theirs into one list.");
            }
        }
    }

    private static String wrong(String text) {
        int colon = text.indexOf(':');
        return colon <= 0 || CHANNELS.contains(channel(text.substring(0, colon)))
                ? ""
                : "There is no channel " + Shown.key(text.substring(0, colon)) + "; there are api, telegram and web. ";
    }

    /// The person that each address belongs to, the people themselves among them.
    public Map<UserId, UserId> people() {
        var people = new LinkedHashMap<UserId, UserId>();
        links.forEach((name, addresses) -> {
            var all = all(name, addresses);
            var person = all.getFirst();
            all.forEach(address -> people.put(address, person));
        });
        return Map.copyOf(people);
    }

    /// The person first.
    private static SequencedSet<UserId> all(String name, List<String> addresses) {
        var all = new LinkedHashSet<UserId>();
        address(name).ifPresent(all::add);
        addresses.forEach(text -> address(text).ifPresent(all::add));
        return all;
    }

    private static boolean isGroup(UserId address) {
        return address.channel().equals("telegram") && address.platformId().startsWith("-");
    }

    /// Empty if the text is none.
    private static Optional<UserId> address(String text) {
        for (char separator : new char[] {':', '_'}) {
            int end = text.indexOf(separator);
            if (end > 0 && CHANNELS.contains(channel(text.substring(0, end)))) {
                String id = text.substring(end + 1);
                return isId(channel(text.substring(0, end)), id)
                        ? Optional.of(UserId.of(channel(text.substring(0, end)), id))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String channel(String written) {
        return written.equals("tg") ? "telegram" : written;
    }

    private static boolean isId(String channel, String id) {
        return channel.equals("telegram")
                ? id.matches("-?[0-9]{1,20}")
                : People.isName(id) && !id.equals(People.EVERYBODY);
    }
}
