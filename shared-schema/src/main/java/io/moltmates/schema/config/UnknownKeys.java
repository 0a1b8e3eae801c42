package io.moltmates.schema.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Warns about keys that mean nothing here, with the one that was probably meant.
final class UnknownKeys {

    private static final Set<String> NO_SETTINGS = Set.of("$schema", DisabledSections.KEY);

    private UnknownKeys() {}

    static void report(Node.Section section, String path, List<String> known, FindingList findings) {
        section.members().forEach((key, member) -> {
            if (known.contains(key) || path.isEmpty() && NO_SETTINGS.contains(key)) {
                return;
            }
            String keyPath = path.isEmpty() ? Shown.key(key) : path + "." + Shown.key(key);
            if (path.equals("channels") && ChannelsConfig.LATER.contains(key)) {
                findings.warn(
                        member.at(),
                        keyPath,
                        key + " is not available in this version, so nothing of it is on",
                        "Leave it out, or keep it for later; web, api and telegram are there now.");
                return;
            }
            if (FixedKeys.isFixed(path, key)) {
                findings.warn(member.at(), keyPath, FixedKeys.WRONG, FixedKeys.RIGHT);
                return;
            }
            findings.warn(member.at(), keyPath, "this key is not known", suggestion(key, known));
        });
    }

    private static String suggestion(String key, List<String> known) {
        return Nearest.to(key, known)
                .map(name -> "Did you mean " + name + "?")
                .orElseGet(() -> "Known here: " + String.join(", ", new ArrayList<>(known)) + ".");
    }
}
