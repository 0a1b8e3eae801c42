package io.moltmates.agent;

import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.TurnRecord.TurnRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Records outcomes and sends them: first into the journal, then into the log.
final class Outbox {

    private static final String APOLOGY = "Something went wrong here, and trying again did not help; it was logged.";

    private final AgentParts parts;

    Outbox(AgentParts parts) {
        this.parts = parts;
    }

    /// Returns when the log has it.
    void send(OutboundMessage reply, @Nullable TraceContext trace) {
        Waiting.written(parts.writer().write(Topics.EGRESS, reply, trace));
    }

    void record(PersonJournal journal, Person person, OutboundMessage reply, String said) throws IOException {
        requireCurrent(person);
        journal.append(new JournalLine.Outcome(inReplyTo(reply), reply, said));
    }

    void record(PersonJournal journal, Person person, AskedCommand.Answer answer, String said) throws IOException {
        requireCurrent(person);
        var notice = answer.notice();
        journal.append(new JournalLine.Outcome(inReplyTo(notice), notice, said, answer.charge(), null));
    }

    void record(PersonJournal journal, Person person, InboundMessage message, OutboundMessage reply)
            throws IOException {
        requireCurrent(person);
        journal.append(
                new JournalLine.Request(message.id(), message), new JournalLine.Outcome(message.id(), reply, null));
    }

    Reply reply(Person person, InboundMessage message, PersonJournal journal, Outcome outcome, String text)
            throws IOException {
        return new ReplyDraft()
                .reply(person, message, journal, outcome, text, parts.clock().instant());
    }

    /// Ends a task that can't be done.
    void apologize(PersonJournal journal, Person person, TurnTask task) throws IOException {
        switch (task.record()) {
            case TurnRequest(var message) -> {
                var reply = reply(person, message, journal, Outcome.FAILED, APOLOGY);
                record(journal, person, reply, message.text());
                send(reply, task.trace());
            }
            case TurnControl control -> {
                var notice = Controls.notice(
                        control,
                        APOLOGY,
                        Outcome.FAILED,
                        java.util.List.of(),
                        parts.clock().instant());
                record(journal, person, notice, Controls.said(control));
                send(notice, task.trace());
            }
        }
    }

    /// Readers drop replies of an older writer than the last one that they heard in the session; what is recorded
    /// counts
    /// whoever recorded it.
    static OutboundMessage saidAgain(OutboundMessage recorded, JournalIndex index) {
        if (!(recorded instanceof Reply reply) || index.epochOf(reply.session()) <= reply.epoch()) {
            return recorded;
        }
        return new Reply(
                reply.id(),
                reply.user(),
                reply.address(),
                reply.inReplyTo(),
                reply.session(),
                index.epochOf(reply.session()),
                reply.text(),
                reply.outcome(),
                reply.tools(),
                reply.usage(),
                reply.model(),
                reply.persona(),
                reply.at());
    }

    private void requireCurrent(Person person) throws IOException {
        if (!parts.people().isCurrent(person.user(), person.incarnation())) {
            throw new TurnEndedException(TurnEndedException.Reason.GONE);
        }
    }

    private static String inReplyTo(OutboundMessage reply) {
        String id = reply.inReplyTo();
        if (id == null) {
            throw new IllegalArgumentException("An outcome answers a message");
        }
        return id;
    }
}
