package io.moltmates.schema.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One group of a channel.
///
/// @param requireMention whether only what names the assistant, or answers it, is answered; without it, what `groups`
/// says
/// @param allowFrom who of the group is answered; empty for everybody in it
/// @param systemPrompt what the assistant is told in this group besides its persona
public record GroupConfig(
        @Nullable Boolean requireMention,
        List<String> allowFrom,
        @Nullable String systemPrompt) {

    public static final GroupConfig DEFAULT = new GroupConfig(null, List.of(), null);

    public GroupConfig {
        allowFrom = List.copyOf(allowFrom);
        Check.each("allowFrom", allowFrom, People::isName, People.WRONG, People.RIGHT);
    }
}
