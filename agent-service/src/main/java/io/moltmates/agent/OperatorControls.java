package io.moltmates.agent;

import io.moltmates.agent.PersonJournal.Found;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.TurnRecord.TurnControl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Does in a person's turn what the operator asked for by the command line, and answers there; the person is told
/// nothing. Doing it again comes to the same. Blocks.
final class OperatorControls {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final AgentParts parts;
    private final Journals journals;
    private final Sessions sessions;

    OperatorControls(AgentParts parts, Journals journals) {
        this.parts = parts;
        this.journals = journals;
        this.sessions = new Sessions(parts.sandbox());
    }

    void run(TurnControl control, Lane lane, @Nullable TraceContext trace) throws IOException {
        var person = parts.people().find(control.user());
        var answer = switch (control.control()) {
            case RENEW -> person.isEmpty() ? nobody(control) : renew(control, person.get(), lane);
            case DELETE_SESSION -> person.isEmpty() ? nobody(control) : deleteSession(control, person.get(), lane);
            case DELETE_PERSON -> deletePerson(control, person, lane);
            case STOP,
                    RESET,
                    NEW,
                    STATUS,
                    MODEL,
                    DRAIN,
                    REVOKE,
                    USAGE,
                    LIMITS,
                    CONTEXT,
                    COMPACT,
                    EXPORT,
                    FORGET,
                    THINK,
                    VERBOSE,
                    QUEUE,
                    TIMEZONE -> throw new IllegalArgumentException("A person's own: " + control.id());
        };
        Waiting.written(parts.writer().write(Topics.COMMAND_RESULTS, answer, trace));
    }

    private static CommandResult nobody(TurnControl control) {
        return failure(control, "There is nobody called " + control.user() + " here.");
    }

    private CommandResult renew(TurnControl control, Person person, Lane lane) throws IOException {
        var journal = lane.journal(person, journals);
        boolean isDone = journal.find(control.id()) instanceof Found.Finished;
        if (!isDone && journal.session().isPresent()) {
            sessions.begin(journal, person, control.receivedAt(), control.id());
            var notice = Controls.notice(
                    control, "", Outcome.ANSWERED, List.of(), parts.clock().instant());
            journal.append(new JournalLine.Outcome(control.id(), notice, null));
        }
        return done(control);
    }

    /// Of a current session another one takes the place, so that no older one does.
    private CommandResult deleteSession(TurnControl control, Person person, Lane lane) throws IOException {
        String session = control.argument();
        Path directory = person.layout().sessions();
        var files = SegmentFiles.list(directory).stream()
                .filter(name -> name.session().equals(session))
                .toList();
        if (files.isEmpty()) {
            return failure(control, control.user() + " has no session " + session + ".");
        }
        var journal = lane.journal(person, journals);
        if (journal.session().filter(session::equals).isPresent()) {
            sessions.begin(journal, person, control.receivedAt(), control.id());
            journal.epoch();
        }
        for (var file : files) {
            Files.deleteIfExists(directory.resolve(file.fileName()));
        }
        lane.forgetJournal();
        return done(control);
    }

    /// persona-service owns the directory. The sandbox learns of it by a step for somebody who is gone, and ends
    /// what it has of them.
    private CommandResult deletePerson(TurnControl control, Optional<Person> person, Lane lane) {
        var request = new CommandRequest.DeletePerson(control.id() + ".delete", control.user());
        var answer = parts.asker().ask(request, PATIENCE);
        if (!(answer instanceof CommandResult.Done)) {
            return failure(
                    control,
                    answer instanceof CommandResult.Failure refused
                            ? refused.reason()
                            : "The directory could not be deleted right now.");
        }
        lane.forgetJournal();
        person.ifPresent(known -> parts.sandbox()
                .tell(
                        new SandboxRequest.DeleteFile(
                                control.id() + "#1", known.user(), known.incarnation(), "MEMORY.md"),
                        null));
        return done(control);
    }

    private static CommandResult done(TurnControl control) {
        return new CommandResult.Done(control.id(), control.user());
    }

    private static CommandResult failure(TurnControl control, String reason) {
        return new CommandResult.Failure(control.id(), control.user(), reason);
    }
}
