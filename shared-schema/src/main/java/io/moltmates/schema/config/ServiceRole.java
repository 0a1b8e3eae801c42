package io.moltmates.schema.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// A program of the distributed form, and the sections of `moltmate.json` that it has; what is not listed it never
/// gets.
public enum ServiceRole {
    CHANNEL_INGRESS("channel-ingress"),
    ROUTER_SERVICE("router-service"),
    PERSONA_SERVICE("persona-service"),
    AGENT_SERVICE("agent-service"),
    SANDBOX_SERVICE("sandbox-service"),
    /// What stands between sandbox-service and the engine; it speaks with nobody else, and runs as another user.
    ENGINE_PROXY("engine-proxy"),
    /// The command line, which asks channel-ingress as the operator and reads topics.
    COMMAND_LINE("moltmate");

    /// What everybody needs who takes part in the log: where the log is, how to write to disk, and how to say what
    /// happens.
    private static final Set<String> COMMON = Set.of("kafka", "state", "logging", "telemetry");

    private final String service;

    ServiceRole(String service) {
        this.service = service;
    }

    /// The module's and container's name, such as `agent-service`.
    public String service() {
        return service;
    }

    public static Optional<ServiceRole> named(String service) {
        return Arrays.stream(values())
                .filter(role -> role.service.equals(service))
                .findFirst();
    }

    /// Whether the service has this section, one of those at the top of the file.
    public boolean has(String section) {
        return own().contains(section) || this != ENGINE_PROXY && COMMON.contains(section);
    }

    /// Whether there may be a secret in what the service has, so that no other account may read it.
    public boolean holdsSecrets() {
        return this != ENGINE_PROXY;
    }

    /// Whether the service speaks to chat platforms, and so holds their tokens.
    boolean holdsChannelSecrets() {
        return this == CHANNEL_INGRESS;
    }

    private Set<String> own() {
        return switch (this) {
            case CHANNEL_INGRESS -> Set.of("gateway", "channels", "messages");
            case ROUTER_SERVICE -> Set.of("channels", "commands", "messages", "identityLinks");
            case PERSONA_SERVICE -> Set.of("channels", "commands");
            case AGENT_SERVICE -> Set.of("providers", "agents", "tools", "commands", "messages", "limits", "session");
            case SANDBOX_SERVICE -> Set.of("tools", "sandbox", "messages");
            case ENGINE_PROXY -> Set.of("sandbox", "logging");
            case COMMAND_LINE -> Set.of("gateway", "channels");
        };
    }
}
