package io.moltmates.schema.config;

/// The assistants that there are.
///
/// @param main the assistant that everybody talks to
public record AgentsConfig(AgentConfig main) {

    public static final AgentsConfig DEFAULT = new AgentsConfig(AgentConfig.DEFAULT);
}
