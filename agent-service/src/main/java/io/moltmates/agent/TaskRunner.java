package io.moltmates.agent;

import io.moltmates.agent.Lane.Next;
import io.moltmates.agent.Lane.Way;
import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.telemetry.CurrentTrace;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Brings each task to its one outcome: tries again what failed for a reason that passes, hands over the messages of
/// people whose directory is gone, and gives up what breaks down again and again.
final class TaskRunner implements Lanes.Runner {

    private static final Logger LOG = Logger.getLogger(TaskRunner.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration FENCED_PAUSE = Duration.ofMillis(100);
    private static final int FENCED_PAUSES = 30;
    private static final int MOST_BREAKDOWNS = 3;
    private static final int MOST_BREAKDOWNS_OF_JOURNAL = 5;

    private final AgentParts parts;
    private final Journals journals;
    private final Outbox outbox;
    private final GivenUp givenUp;
    private final TaskAttempt attempt;

    TaskRunner(AgentParts parts, Journals journals, Controls controls) {
        this.parts = parts;
        this.journals = journals;
        this.outbox = new Outbox(parts);
        this.givenUp = new GivenUp(parts.writer());
        this.attempt = new TaskAttempt(parts, journals, controls, outbox);
    }

    @Override
    public boolean run(Lane lane, Next next) {
        int breakdowns = 0;
        for (long pause = 100; ; pause = Math.min(pause * 2, LONGEST_PAUSE.toMillis())) {
            // what goes aside has no switch: nobody ends it
            var running = next.way() == Way.IN_ORDER ? lane.begin() : new RunningTurn();
            Runnable unjoin = () -> {
                if (next.way() == Way.IN_ORDER) {
                    lane.unjoin();
                }
            };
            try {
                if (lane.abandoned()) {
                    return false;
                }
                try (var _ = CurrentTrace.enter(next.task().trace())) {
                    attempt.run(lane, next, running);
                }
                return true;
            } catch (TurnEndedException e) {
                if (e.reason() == Reason.ABANDONED) {
                    return false;
                }
                unjoin.run();
                if (e.reason() == Reason.GONE && handedOver(lane, next, running)) {
                    return true;
                }
                if (e.reason() == Reason.FENCED) {
                    pauseIfLost(lane);
                }
                LOG.infof("turn begins again: userId=%s messageId=%s reason=%s", lane.user(), id(next), e.reason());
            } catch (IOException | TransientException e) {
                unjoin.run();
                LOG.warnf(e, "turn waits for better times: userId=%s messageId=%s", lane.user(), id(next));
            } catch (RuntimeException | Error e) {
                unjoin.run();
                LOG.errorf(e, "turn broke down: userId=%s messageId=%s", lane.user(), id(next));
                if (++breakdowns >= MOST_BREAKDOWNS && gaveUp(lane, next, e, breakdowns)) {
                    return true;
                }
            }
            lane.forgetJournal();
            Waiting.pause(Duration.ofMillis(pause));
        }
    }

    /// Somebody else has taken the person over: most likely they are theirs, and we are about to be told.
    private static void pauseIfLost(Lane lane) {
        for (int i = 0; i < FENCED_PAUSES && !lane.abandoned(); i++) {
            Waiting.pause(FENCED_PAUSE);
        }
    }

    /// The person has no directory, or another one: their message starts over in onboarding, unless it was stopped
    /// before, as when they may write no more.
    private boolean handedOver(Lane lane, Next next, RunningTurn running) {
        try {
            var journal = lane.journalIfOpen();
            if (journal != null) {
                var session = journal.session();
                session.ifPresent(id -> parts.sandbox()
                        .tell(
                                new SandboxRequest.CloseSession(
                                        id(next) + ".close", lane.user(), journal.incarnation(), id),
                                next.task().trace()));
            }
            switch (next.task().record()) {
                case TurnRequest(var message)
                when next.way() == Way.REVOKED || running.reason() == Reason.STOPPED ->
                    outbox.send(
                            Revocation.refusal(message, parts.clock().instant()),
                            next.task().trace());
                case TurnRequest(var message) ->
                    Waiting.written(parts.writer()
                            .write(
                                    Topics.ONBOARDING,
                                    new OnboardingMessage(message, OnboardingMessage.Reason.DIRECTORY_GONE),
                                    next.task().trace()));
                case TurnControl control ->
                    outbox.send(
                            Controls.nobody(control, parts.clock().instant()),
                            next.task().trace());
            }
            LOG.infof("person's directory is gone: userId=%s messageId=%s", lane.user(), id(next));
            lane.forgetJournal();
            return true;
        } catch (TransientException e) {
            LOG.warnf(e, "handing over failed: userId=%s messageId=%s", lane.user(), id(next));
            return false;
        }
    }

    /// What fails again and again by a fault of ours is kept for the operator and ends with an apology, so that it
    /// holds up nothing else.
    private boolean gaveUp(Lane lane, Next next, Throwable cause, int attempts) {
        var origin = next.task().origin();
        try {
            if (origin != null) {
                givenUp.keep(Topics.TURNS.deadLetters(), origin, cause, attempts);
            }
            var person = parts.people().find(lane.user());
            if (person.isEmpty()) {
                return false;
            }
            var journal = lane.journal(person.get(), journals);
            Sessions.open(journal, next.task());
            outbox.apologize(journal, person.get(), next.task());
            return true;
        } catch (IOException | RuntimeException | Error e) {
            LOG.errorf(e, "giving up failed: userId=%s messageId=%s", lane.user(), id(next));
            return origin != null
                    && attempts >= MOST_BREAKDOWNS_OF_JOURNAL
                    && !(e instanceof IOException || e instanceof TransientException)
                    && toldWithoutJournal(lane, origin);
        }
    }

    /// The journal itself breaks down, so the outcome can't be recorded there.
    private boolean toldWithoutJournal(Lane lane, ConsumerRecord<String, byte[]> origin) {
        try {
            givenUp.tell(origin);
            return true;
        } catch (TransientException e) {
            LOG.warnf(e, "person not told: userId=%s", lane.user());
            return false;
        }
    }

    private static String id(Next next) {
        return next.task().record().id();
    }
}
