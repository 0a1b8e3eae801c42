package io.moltmates.agent;

import io.moltmates.schema.config.AgentConfig;
import io.moltmates.schema.config.AgentProfileConfig;
import io.moltmates.schema.config.AgentsConfig;
import io.moltmates.schema.config.LimitsConfig;
import io.moltmates.schema.config.PersonLimitsConfig;
import io.moltmates.schema.config.QueueConfig;
import io.moltmates.schema.config.SessionResetConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings of a test, which differ from the defaults in what the test is about.
final class TestSettings {

    private Set<String> tools = AgentSettings.DEFAULT.tools();
    private boolean modelChoice = true;
    private int laneCapacity = AgentSettings.DEFAULT.laneCapacity();
    private AgentsConfig agents = AgentsConfig.DEFAULT;
    private LimitsConfig limits = new LimitsConfig(0, 0, 0, Map.of(), Map.of());
    private QueueConfig queue = new QueueConfig(QueueConfig.Mode.COLLECT, Duration.ZERO, 20, QueueConfig.Drop.NEW);
    private SessionResetConfig reset = SessionResetConfig.NEVER;

    TestSettings tools(String... names) {
        tools = Set.of(names);
        return this;
    }

    TestSettings modelChoice(boolean on) {
        modelChoice = on;
        return this;
    }

    TestSettings laneCapacity(int messages) {
        laneCapacity = messages;
        return this;
    }

    TestSettings queue(QueueConfig.Mode mode) {
        return queue(mode, Duration.ZERO, 20, QueueConfig.Drop.NEW);
    }

    TestSettings queue(QueueConfig.Mode mode, Duration debounce, int cap, QueueConfig.Drop drop) {
        queue = new QueueConfig(mode, debounce, cap, drop);
        return this;
    }

    TestSettings reset(@Nullable String daily, @Nullable Duration idle) {
        reset = new SessionResetConfig(daily, idle);
        return this;
    }

    TestSettings parallel(int turns) {
        agents = new AgentsConfig(agents.main(), turns, agents.named());
        return this;
    }

    TestSettings instructions(String text) {
        var main = new AgentConfig(null, null, List.of(), 4096, null, null, text);
        agents = new AgentsConfig(main, agents.parallel(), agents.named());
        return this;
    }

    /// What is different for some people.
    TestSettings agent(String name, AgentProfileConfig profile) {
        agents = new AgentsConfig(agents.main(), agents.parallel(), Map.of(name, profile));
        return this;
    }

    TestSettings limits(LimitsConfig other) {
        limits = other;
        return this;
    }

    /// Of everybody.
    TestSettings limits(int messagesPerMinute, int tokensPerDay, double moneyPerDay) {
        return limits(new LimitsConfig(messagesPerMinute, tokensPerDay, moneyPerDay, limits.users(), limits.prices()));
    }

    /// Of one person.
    TestSettings tokensPerDay(String user, int tokens) {
        var own = Map.of(user, new PersonLimitsConfig(null, tokens, null));
        return limits(new LimitsConfig(
                limits.messagesPerMinute(), limits.tokensPerDay(), limits.moneyPerDay(), own, limits.prices()));
    }

    AgentSettings build() {
        return new AgentSettings(
                tools,
                Duration.ofMinutes(1),
                modelChoice,
                laneCapacity,
                queue,
                Duration.ofDays(30),
                false,
                limits,
                reset,
                agents);
    }
}
