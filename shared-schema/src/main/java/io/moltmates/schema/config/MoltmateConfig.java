package io.moltmates.schema.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// All that `moltmate.json` says, with a default for everything that it does not say.
///
/// @param gateway where the program listens, and who may operate it
/// @param providers how to reach the model providers, by name
/// @param agents which model answers
/// @param channels the ways in which people reach their assistant
/// @param tools what assistants may do besides talking
/// @param sandbox where commands run
/// @param commands what people may change by commands in the chat
/// @param messages what may be said, and how much of it may wait
/// @param limits how much one person may use
/// @param identityLinks which addresses are one person
/// @param session how long a conversation lasts
/// @param kafka the log that every message goes through
/// @param state how the state directory is written
/// @param logging what is logged
/// @param telemetry what is told to monitoring
/// @param disabledSections why a section is off, by its key path such as `providers.openai`; not a key of the file
public record MoltmateConfig(
        GatewayConfig gateway,
        Map<String, ProviderConfig> providers,
        AgentsConfig agents,
        ChannelsConfig channels,
        ToolsConfig tools,
        SandboxConfig sandbox,
        CommandsConfig commands,
        MessagesConfig messages,
        LimitsConfig limits,
        IdentityLinksConfig identityLinks,
        SessionConfig session,
        KafkaConfig kafka,
        StateConfig state,
        LoggingConfig logging,
        TelemetryConfig telemetry,
        @NotAKey Map<String, String> disabledSections) {

    public static final MoltmateConfig DEFAULT = new MoltmateConfig(
            GatewayConfig.DEFAULT,
            Map.of(),
            AgentsConfig.DEFAULT,
            ChannelsConfig.DEFAULT,
            ToolsConfig.DEFAULT,
            SandboxConfig.DEFAULT,
            CommandsConfig.DEFAULT,
            MessagesConfig.DEFAULT,
            LimitsConfig.DEFAULT,
            IdentityLinksConfig.DEFAULT,
            SessionConfig.DEFAULT,
            KafkaConfig.DEFAULT,
            StateConfig.DEFAULT,
            LoggingConfig.DEFAULT,
            TelemetryConfig.DEFAULT,
            Map.of());

    public MoltmateConfig {
        providers = Map.copyOf(providers);
        disabledSections = Collections.unmodifiableMap(new TreeMap<>(disabledSections));
    }
}
