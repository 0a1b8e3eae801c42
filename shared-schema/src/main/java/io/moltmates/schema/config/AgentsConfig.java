package io.moltmates.schema.config;

import io.moltmates.schema.UserId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The assistants that there are.
///
/// @param main the assistant that everybody talks to
/// @param parallel how many turns one agent worker runs at the same time, of all its people together
/// @param named what is different for some people, by a name that says which; the first one that names a person counts
public record AgentsConfig(
        AgentConfig main, int parallel, @OtherKeys Map<String, AgentProfileConfig> named) {

    public static final AgentsConfig DEFAULT = new AgentsConfig(AgentConfig.DEFAULT, 1000, Map.of());

    public AgentsConfig {
        Check.range("parallel", parallel, 1, 100_000);
        named = Collections.unmodifiableMap(new TreeMap<>(named));
    }

    /// What is different for this person, or group; everything is null or empty if nothing is.
    public AgentProfileConfig of(UserId user) {
        for (String name : List.of(user.value(), user.channel() + ":" + user.platformId(), user.platformId())) {
            for (var profile : named.values()) {
                if (profile.users().contains(name)) {
                    return profile;
                }
            }
        }
        return AgentProfileConfig.DEFAULT;
    }

    /// What this person's assistant is told besides their persona; null if nothing.
    public @Nullable String systemPrompt(UserId user) {
        String own = of(user).systemPrompt();
        return own == null ? main.systemPrompt() : own;
    }
}
