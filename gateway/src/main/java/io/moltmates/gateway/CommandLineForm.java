package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.Nearest;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands that there are, and what is said of words that are none.
@Command(
        name = "moltmate",
        description = "A personal assistant for each of your people, on your own machine.",
        subcommands = CommandLine.HelpCommand.class)
final class CommandLineForm implements Callable<Integer> {

    private static final int NOT_UNDERSTOOD = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    static CommandLine of(Map<String, String> environment) {
        var layout = StateLayout.of(environment);
        var commands = new CommandLine(new CommandLineForm())
                .addSubcommand(new GatewayCommand(layout, environment))
                .addSubcommand(new ChatCommand(layout, environment))
                .addSubcommand(new CommandLine(new UsersCommand(layout, environment))
                        .addSubcommand(new UsersLinkCommand(layout, environment)))
                .addSubcommand(new SessionsCommand(layout, environment))
                .addSubcommand(new PairingCommand(layout, environment))
                .addSubcommand(new StatusCommand(layout, environment))
                .addSubcommand(new TapCommand(layout, environment))
                .addSubcommand(new DeadLetterCommand(layout, environment))
                .addSubcommand(new CommandLine(new Group.Config())
                        .addSubcommand(new ConfigCheckCommand(layout, environment))
                        .addSubcommand(new ConfigRenderCommand(layout, environment)))
                .addSubcommand(new VersionCommand());
        commands.setParameterExceptionHandler(CommandLineForm::sayNotUnderstood);
        commands.setExecutionExceptionHandler(CommandLineForm::sayRefused);
        commands.setUsageHelpAutoWidth(true);
        return commands;
    }

    /// `moltmate` alone shows what there is.
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }

    private static int sayRefused(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof StartRefusedException) {
            command.getErr().println(failure.getMessage());
            return 1;
        }
        throw failure;
    }

    private static int sayNotUnderstood(ParameterException failure, String[] arguments) {
        var command = failure.getCommandLine();
        var err = command.getErr();
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            var word = unmatched.getUnmatched().getFirst();
            var known = command.getSubcommands().keySet();
            var nearest = Nearest.to(word, known);
            if (known.isEmpty()) {
                err.println("'" + word + "' is one word too many for " + command.getCommandName() + ".");
            } else {
                err.println("Unknown command '" + word + "'. "
                        + nearest.map(near -> "Did you mean '" + near + "'?")
                                .orElse("There are: " + String.join(", ", known) + "."));
            }
        } else {
            err.println(failure.getMessage());
            err.println("See 'moltmate help'.");
        }
        return NOT_UNDERSTOOD;
    }
}
