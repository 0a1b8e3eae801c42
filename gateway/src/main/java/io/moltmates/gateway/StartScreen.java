package io.moltmates.gateway;

import io.moltmates.schema.Capability;
import io.moltmates.schema.Secrets;
import io.moltmates.schema.config.Finding;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The one screen that the gateway prints when it is ready: where to go, what is on, what is off and why.
record StartScreen(GatewaySettings settings, Secrets secrets, List<Capability> capabilities) {

    StartScreen {
        capabilities = capabilities.stream()
                .sorted(Comparator.comparing(Capability::on).reversed().thenComparing(Capability::name))
                .toList();
    }

    void print(PrintWriter out) {
        var links = new SignInLinks(settings.bind(), settings.ports().http(), secrets);
        double seconds = (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1000.0;
        out.println();
        out.printf(Locale.ROOT, "  Moltmates %s is ready, after %.1f s.%n%n", Version.current(), seconds);
        settings.config().channels().web().allowFrom().stream()
                .filter(name -> !name.equals("*"))
                .findFirst()
                .ifPresent(name -> out.println("  Chat as " + name + ":  " + links.forPerson(name)));
        out.println("  Address:        " + links.base());
        out.println("  State:          " + settings.layout().root());
        out.println();
        int width = capabilities.stream()
                .mapToInt(capability -> capability.name().length())
                .max()
                .orElse(0);
        for (var capability : capabilities) {
            var name = capability.name() + " ".repeat(width - capability.name().length());
            out.println("  " + (capability.on() ? "on   " : "off  ") + name + "  " + capability.detail());
            if (!capability.on() && !capability.howToTurnOn().isBlank()) {
                out.println("       " + " ".repeat(width) + "  " + capability.howToTurnOn());
            }
        }
        if (!capabilities.isEmpty()) {
            out.println();
        }
        if (!settings.findings().isEmpty()) {
            out.println("  The configuration needs a look:");
            settings.findings().stream().map(Finding::describe).forEach(line -> out.println("  " + line));
            out.println();
        }
        out.println("  Add a person: ./moltmate users link NAME.  Chat here: ./moltmate chat.  Stop: Ctrl+C.");
        out.println();
        out.flush();
    }
}
