package io.moltmates.gateway;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.Ids;
import io.moltmates.schema.StateLayout;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `moltmate sessions list`: shows whose conversations there are.
@Command(name = "list", description = "Lists the sessions of everybody.")
final class SessionsListCommand implements Callable<Integer> {

    private static final String ROW = "%-24s  %-28s  %-16s  %6s  %s%n";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private final StateLayout layout;
    private final Map<String, String> environment;

    SessionsListCommand(StateLayout layout, Map<String, String> environment) {
        this.layout = layout;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var question = new CommandRequest.ListSessions("q" + Ids.random(20), CommandRequest.EVERYBODY);
        var answer = OperatorClient.connect(layout, environment).ask(question);
        if (answer instanceof CommandResult.Sessions found) {
            print(found.sessions(), spec.commandLine().getOut());
            return 0;
        }
        var why = answer instanceof CommandResult.Failure failure ? failure.reason() : "It gave another answer.";
        spec.commandLine().getErr().println("The gateway can't list the sessions. " + why);
        return 1;
    }

    private static void print(List<CommandResult.Session> sessions, PrintWriter out) {
        if (sessions.isEmpty()) {
            out.println("Nobody has talked to their assistant yet.");
            return;
        }
        out.printf(ROW, "PERSON", "SESSION", "LAST", "TURNS", "");
        for (var session : sessions) {
            out.printf(
                    ROW,
                    session.user().value(),
                    session.id(),
                    TIME.format(session.lastAt()),
                    session.turns(),
                    session.current() ? "current" : "");
        }
    }
}
