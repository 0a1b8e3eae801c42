package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.Finding;
import io.moltmates.schema.config.MoltmateConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the gateway itself needs to know to start.
record GatewaySettings(StateLayout layout, Ports ports, MoltmateConfig config, List<Finding> findings) {

    /// @param port of the command line, which wins over the file's
    /// @throws StartRefusedException if the configuration would open the gateway to strangers
    static GatewaySettings load(StateLayout layout, Map<String, String> environment, @Nullable Integer port) {
        var loaded = ConfigLoader.load(layout.configuration(), environment);
        if (!loaded.refusals().isEmpty()) {
            throw new StartRefusedException(
                    loaded.refusals().stream().map(Finding::describe).collect(Collectors.joining("\n")));
        }
        var ports = new Ports(port == null ? loaded.config().gateway().port() : port);
        return new GatewaySettings(layout, ports, loaded.config(), loaded.findings());
    }

    String bind() {
        return config.gateway().bind();
    }
}
