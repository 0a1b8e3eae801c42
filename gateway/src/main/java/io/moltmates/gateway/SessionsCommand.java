package io.moltmates.gateway;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.CommandResult.Session;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.PersonAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moltmate sessions`: shows what was said, begins conversations anew, and deletes them.
@Command(name = "sessions", description = "The conversations that there are.")
final class SessionsCommand extends OperatorCommands {

    private static final String SESSION = "A session as listed, or a person for their current one.";
    private static final String ROW = "%-28s  %-24s  %-16s  %6s  %s";
    private static final int ID = 28;
    private static final int MOST = 500;

    SessionsCommand(StateLayout layout, Map<String, String> environment) {
        super(layout, environment);
    }

    @Command(name = "list", description = "Lists the sessions of everybody.")
    int list(@Option(names = "--json", description = "As a JSON array.") boolean json) {
        var sessions = sessions(CommandRequest.EVERYBODY);
        if (json) {
            out().println(json(sessions));
            return 0;
        }
        if (sessions.isEmpty()) {
            out().println("Nobody has talked to their assistant yet.");
            return 0;
        }
        out().println(ROW.formatted("PERSON", "SESSION", "LAST", "TURNS", ""));
        for (var session : sessions) {
            out().println(ROW.formatted(
                    HarmlessText.clip(session.user().value(), ID),
                    session.id(),
                    time(session.lastAt()),
                    session.turns(),
                    session.current() ? "current" : ""));
        }
        return 0;
    }

    @Command(name = "show", description = "Shows what was said in a session.")
    int show(
            @Parameters(paramLabel = "SESSION", description = SESSION) String name,
            @Option(names = "--json", description = "As a JSON array.") boolean json) {
        var found = find(name);
        if (found.isEmpty()) {
            return noSuch(name);
        }
        var session = found.get();
        var answer = ask(id -> new CommandRequest.GetHistory(id, session.user(), MOST, session.id()));
        if (!(answer instanceof CommandResult.History(var _, var _, var items))) {
            return refused(answer);
        }
        if (json) {
            out().println(shown(json(items)));
            return 0;
        }
        say(session.user() + ", session " + session.id() + ", begun " + time(session.startedAt())
                + (items.size() == MOST ? "; the last " + MOST + " messages" : ""));
        items.forEach(item -> ConversationText.of(item).forEach(line -> out().println(shown(line))));
        return 0;
    }

    @Command(name = "reset", description = "Begins a new conversation in place of a current one, and stops what runs.")
    int reset(@Parameters(paramLabel = "SESSION", description = SESSION) String name) {
        var found = find(name);
        if (found.isEmpty()) {
            return noSuch(name);
        }
        var session = found.get();
        if (!session.current()) {
            return refused(session.id() + " is not the current session of " + session.user() + ".");
        }
        return control(session, Control.RENEW, "A new conversation begins for " + session.user() + ".");
    }

    @Command(name = "delete", description = "Deletes what was said in a session; a new one begins if it is current.")
    int delete(@Parameters(paramLabel = "SESSION", description = SESSION) String name) {
        var found = find(name);
        if (found.isEmpty()) {
            return noSuch(name);
        }
        var session = found.get();
        return control(
                session,
                Control.DELETE_SESSION,
                "Session " + session.id() + " of " + session.user() + " is deleted. What was written down stays.");
    }

    private int control(Session session, Control control, String done) {
        var answer = ask(id -> new CommandRequest.ControlPerson(id, session.user(), control, session.id()));
        if (!(answer instanceof CommandResult.Done)) {
            return refused(answer);
        }
        say(done);
        return 0;
    }

    private Optional<Session> find(String name) {
        var person = PersonAddress.parse(name);
        return person.isPresent()
                ? sessions(person.get()).stream().filter(Session::current).findFirst()
                : sessions(CommandRequest.EVERYBODY).stream()
                        .filter(session -> session.id().equals(name))
                        .findFirst();
    }

    private List<Session> sessions(UserId user) {
        var answer = ask(id -> new CommandRequest.ListSessions(id, user));
        if (answer instanceof CommandResult.Sessions(var _, var _, var sessions)) {
            return sessions;
        }
        var why = answer instanceof CommandResult.Failure failure ? failure.reason() : "It gave another answer.";
        throw new StartRefusedException("The gateway can't list the sessions. " + HarmlessText.line(why));
    }

    private int noSuch(String name) {
        return refused("There is no session '" + HarmlessText.line(name) + "'. See ./moltmate sessions list.");
    }

    private static String json(List<?> values) {
        return HarmlessText.json(new String(RecordCodec.write(values), StandardCharsets.UTF_8));
    }
}
