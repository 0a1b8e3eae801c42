package io.moltmates.agent;

import io.moltmates.schema.config.AgentsConfig;
import io.moltmates.schema.config.LimitsConfig;
import io.moltmates.schema.config.QueueConfig;
import io.moltmates.schema.config.SessionResetConfig;
import java.time.Duration;
import java.util.Set;

/// What turns need of the configuration.
///
/// @param tools the names of the tools that assistants have
/// @param execTimeout how long one command may run
/// @param modelChoice whether people may switch their model
/// @param laneCapacity how many messages of one person may wait
/// @param queue what happens to messages that come while a turn runs
/// @param maxAge how long a message may have waited and still be answered
/// @param sync whether each step is forced to the disk before its effect
/// @param limits how much one person may use
/// @param reset when a message begins a new session by itself
/// @param agents how many turns run at the same time, and what is different for whom
public record AgentSettings(
        Set<String> tools,
        Duration execTimeout,
        boolean modelChoice,
        int laneCapacity,
        QueueConfig queue,
        Duration maxAge,
        boolean sync,
        LimitsConfig limits,
        SessionResetConfig reset,
        AgentsConfig agents) {

    static final AgentSettings DEFAULT = new AgentSettings(
            Set.of("read", "write", "edit", "delete", "list", "exec"),
            Duration.ofMinutes(1),
            true,
            50,
            QueueConfig.DEFAULT,
            Duration.ofHours(24),
            false,
            LimitsConfig.DEFAULT,
            SessionResetConfig.NEVER,
            AgentsConfig.DEFAULT);

    public AgentSettings {
        tools = Set.copyOf(tools);
    }

    /// How many turns of this worker run at the same time.
    int parallel() {
        return agents.parallel();
    }
}
