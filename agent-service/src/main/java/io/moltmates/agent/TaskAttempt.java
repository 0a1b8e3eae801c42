package io.moltmates.agent;

import io.moltmates.agent.Lane.Next;
import io.moltmates.agent.Lane.Way;
import io.moltmates.agent.PersonJournal.Found;
import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.Meters;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Does what a task asks for, once: recognizes what was answered before, goes on with what was begun, refuses what is
/// not to be answered, and runs the turn of the rest.
final class TaskAttempt {

    private static final Logger LOG = Logger.getLogger(TaskAttempt.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final int MOST_QUIETS = 10;

    private final AgentParts parts;
    private final Journals journals;
    private final Controls controls;
    private final Outbox outbox;
    private final Limits limits;
    private final Sessions sessions;
    private final OperatorControls operator;

    TaskAttempt(AgentParts parts, Journals journals, Controls controls, Outbox outbox) {
        this.parts = parts;
        this.journals = journals;
        this.controls = controls;
        this.outbox = outbox;
        this.sessions = new Sessions(parts.sandbox());
        this.operator = new OperatorControls(parts, journals);
        this.limits = new Limits(parts.settings(), parts.clock());
    }

    /// Returns once the task has its outcome, and that is in the log.
    ///
    /// @throws TurnEndedException if somebody has ended it
    /// @throws TransientException if it can be tried again
    void run(Lane lane, Next next, RunningTurn running) throws IOException {
        if (Revocation.is(next)) {
            return; // the lane has done it, and nobody is told
        }
        if (Draining.is(next.task())) {
            Draining.done(next.task(), lane, parts.writer());
            return;
        }
        if (next.task().record() instanceof TurnControl control
                && control.control().isOperators()) {
            operator.run(control, lane, next.task().trace());
            return;
        }
        var found = parts.people().find(lane.user());
        if (found.isEmpty()) {
            throw new TurnEndedException(Reason.GONE);
        }
        var person = found.get();
        var journal = lane.journal(person, journals);
        var task = next.task();
        var known = journal.find(next.task().record().id());
        if (known instanceof Found.Finished(var reply, var after)) {
            LOG.debugf(
                    "answered before: userId=%s messageId=%s",
                    lane.user(), next.task().record().id());
            outbox.send(reply, task.trace());
            if (after != null) {
                outbox.send(after, task.trace());
            }
            return;
        }
        Sessions.open(journal, task);
        switch (task.record()) {
            case TurnControl control
            when next.way() == Way.REVOKED -> {
                var notice = Revocation.refusal(control, parts.clock().instant());
                outbox.record(journal, person, notice, Controls.said(control));
                outbox.send(notice, task.trace());
            }
            case TurnControl control -> {
                var answer = controls.answer(new AskedCommand(control, person, journal, lane, running, parts.clock()));
                running.checkOwned();
                outbox.record(journal, person, answer, Controls.said(control));
                outbox.send(answer.notice(), task.trace());
            }
            case TurnRequest(var message) -> {
                if (known instanceof Found.Joined(var turn, var log)) {
                    if (next.way() == Way.IN_ORDER) { // else it ends with the turn that it was joined to
                        try (var _ = parts.slots().take(running)) {
                            turn(journal, person, turn, task, new Found.Unfinished(log), running, lane);
                        }
                    }
                    return;
                }
                var refusal = next.way() == Way.REVOKED
                        ? new Refusal("revoked", Revocation.said(message))
                        : refusal(next, known, journal, message);
                if (refusal != null) {
                    refuse(journal, person, message, next, refusal);
                    return;
                }
                if (known instanceof Found.Nothing && resetIsDue(journal, person, message)) {
                    sessions.begin(journal, person, message.receivedAt(), message.id());
                }
                lane.mode(person.queueMode(
                        journal.session().orElse(""),
                        parts.settings().get().queue().mode()));
                awaitQuiet(lane, running);
                try (var _ = parts.slots().take(running)) {
                    turn(journal, person, message, task, known, running, lane);
                }
            }
        }
    }

    private void turn(
            PersonJournal journal,
            Person person,
            InboundMessage first,
            TurnTask task,
            Found known,
            RunningTurn running,
            Lane lane)
            throws IOException {
        TurnLog log;
        InboundMessage message;
        running.checkOwned();
        if (known instanceof Found.Unfinished(var done)) {
            log = done;
            message = first;
            var attempt = new JournalLine.Attempt(
                    message.id(), done.attempts() + 1, parts.clock().instant());
            log.add(attempt);
            journal.append(attempt);
            LOG.infof(
                    "turn goes on: userId=%s messageId=%s attempt=%d", person.user(), message.id(), attempt.attempt());
        } else {
            log = new TurnLog();
            message = begin(journal, first, lane);
        }
        try (var span = TurnSpan.begin(task, journal.session(), log.attempts());
                var _ = CurrentTrace.enter(span.context())) {
            running.stepped();
            var turn = new Turn(
                    parts,
                    journal,
                    person,
                    message,
                    span.context(),
                    running,
                    log,
                    () -> lane.join(message, journal, true));
            var reply = turn.run();
            span.ended(reply);
            outbox.send(reply, span.context());
            var after = turn.after();
            if (after != null) {
                outbox.send(after, span.context());
            }
            if (turn.usedSandbox()) {
                var release = new SandboxRequest.Release(
                        message.id() + ".release", person.user(), person.incarnation(), message.id());
                parts.sandbox().tell(release, span.context());
            }
        }
    }

    /// Journals that the message is taken up, with those that came right behind it.
    ///
    /// @return the last of them, whose turn it is
    private static InboundMessage begin(PersonJournal journal, InboundMessage first, Lane lane) throws IOException {
        var all = new ArrayList<>(List.of(first));
        all.addAll(lane.join(first, journal, false));
        var last = all.removeLast();
        var lines = new ArrayList<JournalLine>();
        lines.add(new JournalLine.Request(last.id(), last));
        all.forEach(other -> lines.add(new JournalLine.Joined(other.id(), last.id(), other, false)));
        journal.append(lines.toArray(JournalLine[]::new));
        return last;
    }

    /// Lets a person who writes message after message come to an end, but not for ever.
    private void awaitQuiet(Lane lane, RunningTurn running) {
        long end = System.nanoTime()
                + MOST_QUIETS * parts.settings().get().queue().debounce().toNanos();
        long left = lane.nanosToQuiet();
        while (left > 0 && System.nanoTime() < end && running.reason() == null) {
            Waiting.pause(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
            left = lane.nanosToQuiet();
        }
    }

    /// Null if the message is to be answered; what was begun is not refused any more.
    private @Nullable Refusal refusal(Next next, Found known, PersonJournal journal, InboundMessage message)
            throws IOException {
        if (next.refusal() != null) {
            return next.refusal();
        }
        if (!(known instanceof Found.Nothing)) {
            return null;
        }
        return tooOld(message) ? Refusal.TOO_OLD : limits.refusal(journal, message.sender());
    }

    private void refuse(PersonJournal journal, Person person, InboundMessage message, Next next, Refusal refusal)
            throws IOException {
        Meters.count("moltmates.refusals", "service", "agent-service", "reason", refusal.reason());
        var reply = outbox.reply(person, message, journal, OutboundMessage.Outcome.REFUSED, refusal.sentence());
        outbox.record(journal, person, message, reply);
        outbox.send(reply, next.task().trace());
        LOG.infof("message refused: userId=%s messageId=%s", person.user(), message.id());
    }

    private boolean resetIsDue(PersonJournal journal, Person person, InboundMessage message) throws IOException {
        var config = parts.settings().get().reset();
        if (config.daily() == null && config.idle() == null) {
            return false;
        }
        var last = journal.lastWritten();
        return last.isPresent() && SessionResets.isDue(config, last.get(), message.receivedAt(), person.zone());
    }

    private boolean tooOld(InboundMessage message) {
        return message.receivedAt()
                .plus(parts.settings().get().maxAge())
                .isBefore(parts.clock().instant());
    }
}
