package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `moltmate gateway`: starts everything, and stays until it is stopped.
@Command(name = "gateway", description = "Starts everything on this machine; Ctrl+C stops it.")
final class GatewayCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port to listen on (default: gateway.port, 18789).")
    private @Nullable Integer port;

    @Option(names = "--training", hidden = true, description = "Starts, does a little, and stops.")
    private boolean training;

    private final StateLayout layout;
    private final Map<String, String> environment;

    GatewayCommand(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var settings = GatewaySettings.load(layout, environment, port);
        return new GatewayProcess(settings, spec.commandLine().getOut(), training).run();
    }
}
