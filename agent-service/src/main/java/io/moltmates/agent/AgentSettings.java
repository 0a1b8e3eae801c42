package io.moltmates.agent;

import io.moltmates.schema.config.LimitsConfig;
import io.moltmates.schema.config.QueueConfig;
import io.moltmates.schema.config.SessionResetConfig;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What turns need of the configuration.
///
/// @param tools the names of the tools that assistants have
/// @param execTimeout how long one command may run
/// @param modelChoice whether people may switch their model
/// @param laneCapacity how many messages of one person may wait
/// @param queue what happens to messages that come while a turn runs
/// @param maxAge how long a message may have waited and still be answered
/// @param parallel how many turns of this worker run at the same time
/// @param sync whether each step is forced to the disk before its effect
/// @param limits how much one person may use
/// @param reset when a message begins a new session by itself
/// @param instructions of the operator, which every assistant is told besides their persona
public record AgentSettings(
        Set<String> tools,
        Duration execTimeout,
        boolean modelChoice,
        int laneCapacity,
        QueueConfig queue,
        Duration maxAge,
        int parallel,
        boolean sync,
        LimitsConfig limits,
        SessionResetConfig reset,
        @Nullable String instructions) {

    static final AgentSettings DEFAULT = new AgentSettings(
            Set.of("read", "write", "edit", "delete", "list", "exec"),
            Duration.ofMinutes(1),
            true,
            50,
            QueueConfig.DEFAULT,
            Duration.ofHours(24),
            1000,
            false,
            LimitsConfig.DEFAULT,
            SessionResetConfig.NEVER,
            null);

    public AgentSettings {
        tools = Set.copyOf(tools);
    }
}
