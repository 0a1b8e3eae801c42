package io.moltmates.gateway;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.CommandResult.PersonAccess;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `moltmate users`: who has an assistant, who may write, and what there is of them.
@Command(name = "users", description = "The people that have an assistant here, and who may write.")
final class UsersCommand extends OperatorCommands {

    private static final String ID = "As listed, such as telegram:123456 or web_alice.";

    UsersCommand(StateLayout layout, Map<String, String> environment) {
        super(layout, environment);
    }

    @Command(name = "list", description = "Lists everybody who is known or let in.")
    int list(@Option(names = "--json", description = "As a JSON array.") boolean json) {
        var people = known(CommandRequest.EVERYBODY);
        if (json) {
            out().println(shown(PeopleText.json(people)));
        } else if (people.isEmpty()) {
            out().println("Nobody has written yet, and nobody is let in.");
        } else {
            PeopleText.table(people).forEach(this::say);
        }
        return 0;
    }

    @Command(name = "show", description = "Tells all about one person.")
    int show(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(names = "--json", description = "As a JSON object.") boolean json) {
        var user = person(id);
        for (var person : known(user)) {
            if (json) {
                out().println(shown(PeopleText.json(person)));
            } else {
                PeopleText.all(person).forEach(line -> out().println(shown(HarmlessText.indented(line))));
            }
        }
        return 0;
    }

    @Command(name = "add", description = "Lets a person of a chat platform write, without a code.")
    int add(@Parameters(paramLabel = "ID", description = "Such as telegram:123456.") String id) {
        var user = person(id);
        var before = access(user);
        if (before.admitted()) {
            say(user + " may write already: " + String.join("; ", before.reasons()) + ".");
            return 0;
        }
        var answer = decide(user, State.APPROVED);
        if (!(answer instanceof CommandResult.Done)) {
            return refused(answer);
        }
        var after = access(user);
        if (!after.admitted()) {
            return refused(user + " is let in, but may not write yet: " + String.join("; ", after.reasons()) + ".");
        }
        say(user + " may write now.");
        return 0;
    }

    @Command(name = "remove", description = "Takes back that a person may write; what runs for them is stopped.")
    int remove(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(names = "--delete-data", description = "Deletes all that there is of them as well.")
                    boolean deleteData) {
        var user = person(id);
        var answer = decide(user, State.REVOKED);
        boolean taken = answer instanceof CommandResult.Done;
        if (deleteData) {
            var failed = delete(user);
            if (failed != null) {
                return refused(failed);
            }
        }
        var after = access(user);
        if (after.admitted()) {
            return refused(user + " may still write: " + String.join("; ", after.reasons()) + ". Change that in "
                    + Whereabouts.of(layout(), environment()).configurationFile() + "; it counts within a second.");
        }
        if (!taken && !deleteData) {
            return refused(answer);
        }
        say(user + " may write no more.");
        return 0;
    }

    /// The answer that says why not; null if it is done, which is said.
    private @Nullable CommandResult delete(UserId user) {
        var deleted = ask(id -> new CommandRequest.ControlPerson(id, user, Control.DELETE_PERSON, ""));
        if (!(deleted instanceof CommandResult.Done)) {
            return deleted;
        }
        var forgotten = ask(id -> new CommandRequest.ForgetDecision(id, user));
        if (!(forgotten instanceof CommandResult.Done)) {
            return forgotten;
        }
        say("All that there was of " + user + " is deleted.");
        Remains.of(layout(), environment()).forEach(this::say);
        return null;
    }

    @Command(name = "reset", description = "Begins a new conversation for a person; what runs for them is stopped.")
    int reset(@Parameters(paramLabel = "ID", description = ID) String id) {
        var user = person(id);
        var answer = ask(question -> new CommandRequest.ControlPerson(question, user, Control.RENEW, ""));
        if (!(answer instanceof CommandResult.Done)) {
            return refused(answer);
        }
        say("A new conversation begins for " + user + "; what was written down about them stays.");
        return 0;
    }

    @Command(name = "export", description = "Writes a person's conversations to a file, as Markdown.")
    int export(
            @Parameters(paramLabel = "ID", description = ID) String id,
            @Option(names = "--to", paramLabel = "FILE", description = "A new file; - prints it.") @Nullable String to)
            throws IOException {
        var user = person(id);
        var answer = ask(question -> new CommandRequest.ListSessions(question, user));
        if (!(answer instanceof CommandResult.Sessions(var _, var _, var sessions))) {
            return refused(answer);
        }
        var file = new ExportFile(user);
        for (var session : sessions) {
            var text = ask(question -> new CommandRequest.ExportSession(question, user, session.id()));
            if (!(text instanceof CommandResult.Export export)) {
                return refused(text);
            }
            file.add(session, export.text());
        }
        if (file.isEmpty()) {
            return refused("Nothing was said by or to " + user + " yet.");
        }
        if ("-".equals(to)) {
            out().println(file.forTerminal());
            return 0;
        }
        say(file.write(to) + " has " + sessions.size() + " conversations of " + user + ".");
        return 0;
    }

    private CommandResult decide(UserId user, State decision) {
        return ask(id -> new CommandRequest.DecidePairing(id, CommandRequest.EVERYBODY, decision, user.value()));
    }

    private PersonAccess access(UserId user) {
        return accesses(user).getFirst();
    }

    private List<PersonAccess> accesses(UserId user) {
        var answer = ask(id -> new CommandRequest.GetAccess(id, user));
        if (answer instanceof CommandResult.Access(var _, var _, var people)) {
            return people;
        }
        throw new StartRefusedException("The gateway can't tell who may write.");
    }

    private List<KnownPerson> known(UserId user) {
        var rows = ask(id -> user.equals(CommandRequest.EVERYBODY)
                ? new CommandRequest.ListPeople(id, user)
                : new CommandRequest.GetPerson(id, user));
        var usage = ask(id -> new CommandRequest.GetUsage(id, user));
        if (rows instanceof CommandResult.People(var _, var _, var people)
                && usage instanceof CommandResult.Usage(var _, var _, var used)) {
            return KnownPerson.join(people, used, accesses(user));
        }
        throw new StartRefusedException("The gateway can't list the people.");
    }
}
