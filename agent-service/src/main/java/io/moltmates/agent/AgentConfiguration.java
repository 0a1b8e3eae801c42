package io.moltmates.agent;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.LiveConfig;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.StateConfig;
import io.moltmates.schema.config.Tool;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/// Holds this service's settings and the layout of the state directory; the settings follow the file.
@Singleton
class AgentConfiguration {

    private static final String DUPLICATE_INDEX = "moltmates.agent.duplicate-index";

    private final StateLayout layout;
    private final boolean duplicateIndex;
    private final LiveConfig<AgentSettings> settings;

    @Inject
    AgentConfiguration(Config config) {
        layout = StateLayout.of(System.getenv());
        duplicateIndex = config.getOptionalValue(DUPLICATE_INDEX, Boolean.class).orElse(true);
        settings = LiveConfig.open(layout.configuration(), System.getenv(), AgentConfiguration::view);
    }

    static AgentSettings view(MoltmateConfig config) {
        var tools = config.tools();
        return new AgentSettings(
                tools.allow().stream().filter(tools::allows).map(Tool::toolName).collect(Collectors.toSet()),
                tools.exec().timeout(),
                config.commands().model(),
                config.messages().laneCapacity(),
                config.messages().queue(),
                config.messages().maxAge(),
                config.state().sync() == StateConfig.Sync.ALWAYS,
                config.limits(),
                config.session().reset(),
                config.agents());
    }

    AgentSettings settings() {
        return settings.current();
    }

    StateLayout layout() {
        return layout;
    }

    /// Off only to show what the index is for.
    boolean duplicateIndex() {
        return duplicateIndex;
    }

    @PreDestroy
    void close() {
        settings.close();
    }
}
