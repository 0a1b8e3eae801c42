package io.moltmates.gateway;

import io.moltmates.schema.Secrets;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.GatewayConfig;
import io.moltmates.schema.config.WebChannelConfig;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `moltmate users link NAME`: prints the link that a person signs in with; the gateway need not run.
@Command(name = "link", description = "Prints a person's sign-in link for the web chat.")
final class UsersLinkCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The person's name in channels.web.allowFrom.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    private final StateLayout layout;
    private final Map<String, String> environment;

    UsersLinkCommand(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var gateway = ConfigLoader.load(layout.configuration(), environment).config();
        var web = gateway.channels().web();
        if (!web.allows(name)) {
            spec.commandLine().getErr().println(notAllowed(web));
            return 1;
        }
        var links = Whereabouts.of(layout, environment)
                .origin()
                .map(origin -> new SignInLinks(origin.toString(), secrets()))
                .orElseGet(() -> ofGateway(gateway.gateway()));
        spec.commandLine().getOut().println(links.forPerson(name));
        return 0;
    }

    private SignInLinks ofGateway(GatewayConfig gateway) {
        int port = RunFile.running(layout).map(RunFile::port).orElse(gateway.port());
        return new SignInLinks(gateway.bind(), port, secrets());
    }

    private Secrets secrets() {
        return SecretsFile.read(layout).orElseGet(() -> SecretsFile.readOrMake(layout));
    }

    private String notAllowed(WebChannelConfig web) {
        if (!web.enabled()) {
            return "The web chat is off (channels.web.enabled), so there is no link for '" + name + "'.";
        }
        if (!name.matches("[\\p{L}\\p{N}._@+-]{1,64}")) {
            return "'" + name + "' can't be a person's name: use letters, digits and . _ @ + - (at most 64).";
        }
        var names = Stream.concat(web.allowFrom().stream(), Stream.of(name))
                .map(person -> '"' + person + '"')
                .collect(Collectors.joining(", ", "[", "]"));
        var whereabouts = Whereabouts.of(layout, environment);
        boolean isDistributed = whereabouts.url().isPresent();
        String file = whereabouts.configurationFile();
        if (isDistributed || Files.notExists(layout.configuration())) {
            return "'" + name + "' may not sign in yet. Make the file " + file + " with this in it:\n\n"
                    + "  { channels: { web: { allowFrom: " + names + " } } }\n";
        }
        return "'" + name + "' may not sign in yet. In " + file + ", let channels.web have this line:\n\n"
                + "  allowFrom: " + names + ",\n";
    }
}
