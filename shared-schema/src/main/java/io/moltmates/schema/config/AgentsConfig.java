package io.moltmates.schema.config;

/// The assistants that there are.
///
/// @param main the assistant that everybody talks to
/// @param parallel how many turns one agent worker runs at the same time, of all its people together
public record AgentsConfig(AgentConfig main, int parallel) {

    public static final AgentsConfig DEFAULT = new AgentsConfig(AgentConfig.DEFAULT, 1000);

    public AgentsConfig {
        Check.range("parallel", parallel, 1, 100_000);
    }
}
