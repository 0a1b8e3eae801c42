package io.moltmates.gateway;

import io.moltmates.schema.PersonToken;
import io.moltmates.schema.StateLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `moltmate chat`: talks to an assistant in the terminal, or for a script that pipes lines in.
@Command(name = "chat", description = "Talks to an assistant in this terminal; an empty line or Ctrl+D ends it.")
final class ChatCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "owner", description = "Who talks (default: owner).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    private final StateLayout layout;
    private final Map<String, String> environment;

    ChatCommand(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var base = Whereabouts.of(layout, environment).base();
        var token = new PersonToken(SecretsFile.readOrMake(layout).personKey()).issue(name);
        var out = spec.commandLine().getOut();
        boolean interactive = Terminals.interactive();
        try (var chat = ChatConnection.open(base, token, name, new ChatScreen(out, interactive))) {
            var lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            if (interactive) {
                chat.showHistory();
            }
            while (true) {
                if (interactive) {
                    out.print("> ");
                    out.flush();
                }
                String line = lines.readLine();
                if (line == null || (interactive && line.isBlank())) {
                    return 0;
                }
                if (!line.isBlank() && !chat.say(line)) {
                    return 1;
                }
            }
        }
    }
}
