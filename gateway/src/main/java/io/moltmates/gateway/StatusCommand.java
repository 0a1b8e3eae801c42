package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `moltmate status`: shows what runs, what is off, and why.
@Command(name = "status", description = "Shows what runs, what is off, and why.")
final class StatusCommand implements Callable<Integer> {

    private static final String ROW = "  %-3s  %-12s  %s%n";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final StateLayout layout;
    private final Map<String, String> environment;

    StatusCommand(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        var out = spec.commandLine().getOut();
        out.println("Moltmates " + Version.current() + " runs at "
                + Whereabouts.of(layout, environment).describe() + ".");
        out.println("State directory: " + layout.root());
        out.println();
        var client = OperatorClient.connect(layout, environment);
        show(RecordCodec.mapper().readTree(client.page("/operator/status")), out);
        return 0;
    }

    private static void show(JsonNode capabilities, PrintWriter out) {
        for (var capability : capabilities) {
            boolean on = capability.path("on").asBoolean();
            String how = capability.path("howToTurnOn").asText();
            out.printf(
                    ROW,
                    on ? "on" : "off",
                    capability.path("name").asText(),
                    capability.path("detail").asText());
            if (!on && !how.isBlank()) {
                out.printf(ROW, "", "", how);
            }
        }
    }
}
