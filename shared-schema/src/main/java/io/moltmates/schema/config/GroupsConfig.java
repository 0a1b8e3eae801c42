package io.moltmates.schema.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// The groups in which a channel's assistant takes part.
///
/// @param allowFrom ids of groups; `*` for every group
/// @param persona the persona of groups, which are not asked to choose
/// @param requireMention whether only what names the assistant, or answers it, is answered
/// @param mentionPatterns regular expressions that count as a mention too, in any case
/// @param history how many earlier messages of a group the assistant is told when it is mentioned
/// @param named single groups by id, which are allowed by being named
public record GroupsConfig(
        List<String> allowFrom,
        String persona,
        boolean requireMention,
        List<String> mentionPatterns,
        int history,
        @OtherKeys Map<String, GroupConfig> named) {

    public static final GroupsConfig DEFAULT = new GroupsConfig(List.of(), "Molty", true, List.of(), 50, Map.of());

    private static final String PATTERN_RIGHT = "Write a regular expression, such as \\\\bmolty\\\\b.";
    private static final int LONGEST_PATTERN = 200;

    public GroupsConfig {
        allowFrom = List.copyOf(allowFrom);
        mentionPatterns = List.copyOf(mentionPatterns);
        named = Map.copyOf(named);
        Check.each("allowFrom", allowFrom, People::isName, People.WRONG, People.RIGHT);
        Check.filled("persona", persona, "Name a persona, such as Molty.");
        Check.each(
                "mentionPatterns",
                mentionPatterns,
                GroupsConfig::isPattern,
                "is not a regular expression of at most " + LONGEST_PATTERN + " characters",
                PATTERN_RIGHT);
        Check.range("history", history, 0, 50);
    }

    /// What is said of this group alone, or of the group `*`.
    public @Nullable GroupConfig of(String channel, String group) {
        for (String name : List.of(group, channel + "_" + group, channel + ":" + group, People.EVERYBODY)) {
            var found = named.get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// Whether the group is listed or named.
    public boolean lists(String channel, String group) {
        return of(channel, group) != null || People.allows(allowFrom, channel, group);
    }

    private static boolean isPattern(String text) {
        try {
            var _ = Pattern.compile(text);
            return text.length() <= LONGEST_PATTERN && !text.isBlank();
        } catch (PatternSyntaxException _) {
            return false;
        }
    }
}
