package io.moltmates.schema.config;

import java.util.List;

/// The HTTP API in OpenAI's form.
///
/// @param enabled whether there is an HTTP API
/// @param persona the persona of people who come this way, who are not asked to choose
/// @param allowFrom the users for whom a request may speak; `*` for everybody
public record ApiChannelConfig(boolean enabled, String persona, List<String> allowFrom) {

    public static final ApiChannelConfig DEFAULT = new ApiChannelConfig(true, "Molty", List.of("*"));
    public static final ApiChannelConfig OFF = new ApiChannelConfig(false, "Molty", List.of());

    public ApiChannelConfig {
        Check.filled("persona", persona, "Name a persona, such as Molty.");
        allowFrom = List.copyOf(allowFrom);
        Check.each("allowFrom", allowFrom, People::isName, People.WRONG, People.RIGHT);
    }

    public boolean allows(String user) {
        return enabled && People.allows(allowFrom, "api", user);
    }
}
