package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent.ToolState;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TraceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs the tool calls of one turn, each under its step's id, and journals each with its result.
final class TurnTools {

    private static final Logger LOG = Logger.getLogger(TurnTools.class);
    private static final Duration IMPORT_PATIENCE = Duration.ofSeconds(60);

    private final AgentParts parts;
    private final PersonJournal journal;
    private final Person person;
    private final String turn;
    private final @Nullable TraceContext trace;
    private final RunningTurn running;
    private final TurnLog log;
    private final LiveFeed live;
    private final AgentSettings settings;
    private boolean used;

    TurnTools(
            AgentParts parts,
            PersonJournal journal,
            Person person,
            String turn,
            @Nullable TraceContext trace,
            RunningTurn running,
            TurnLog log,
            LiveFeed live,
            AgentSettings settings) {
        this.parts = parts;
        this.journal = journal;
        this.person = person;
        this.turn = turn;
        this.trace = trace;
        this.running = running;
        this.log = log;
        this.live = live;
        this.settings = settings;
    }

    boolean used() {
        return used;
    }

    /// Moves the attachments into the workspace, once.
    void importAttachments(InboundMessage message, RemoteFiles remote) throws IOException {
        if (message.attachments().isEmpty() || log.files() != null) {
            return;
        }
        requireOurs();
        used = true;
        var here = remote.here();
        if (here.isEmpty()) {
            journal.append(new JournalLine.Files(turn, List.of(), remote.problems()));
            return;
        }
        var request = new SandboxRequest.ImportFiles(
                Ids.tool(Ids.step(turn, 0), 1), person.user(), person.incarnation(), message.id(), here);
        var outcome = parts.sandbox().ask(request, trace, running, IMPORT_PATIENCE);
        requireOurs();
        running.check();
        journal.append(
                switch (outcome) {
                    case SandboxOutcome.Imported(var paths) ->
                        new JournalLine.Files(turn, remote.aligned(paths), remote.problems());
                    case SandboxOutcome.Gone() -> throw new TurnEndedException(Reason.GONE);
                    default ->
                        new JournalLine.Files(
                                turn, List.of(), ToolAnswer.of(outcome).text());
                });
    }

    JournalLine.Result result(JournalLine.Call call, String step) throws IOException {
        used = true;
        var known = log.result(step);
        if (known != null) {
            show(known);
            return known;
        }
        requireOurs();
        running.check();
        live.tool(step, call.name(), ToolState.STARTED, call.arguments(), "");
        long start = System.nanoTime();
        running.stepped();
        var answer = run(call, step);
        running.stepped();
        requireOurs();
        running.check();
        LOG.debugf(
                "tool ran: userId=%s messageId=%s tool=%s ok=%s millis=%d",
                person.user(), turn, call.name(), !answer.error(), (System.nanoTime() - start) / 1_000_000);
        var result = new JournalLine.Result(
                turn, step, call.id(), call.name(), call.arguments(), answer.text(), answer.error());
        journal.append(result);
        show(result);
        return result;
    }

    private ToolAnswer run(JournalLine.Call call, String step) {
        try (var span = ToolSpan.begin(call, step, trace, settings)) {
            var answer = run(call, step, span.context());
            span.ended(answer);
            return answer;
        }
    }

    private ToolAnswer run(JournalLine.Call call, String step, @Nullable TraceContext within) {
        return switch (Toolbox.prepare(call, step, person, journal.session().orElseThrow(), settings)) {
            case Toolbox.Prepared.Wrong(var reason) -> ToolAnswer.failed(reason);
            case Toolbox.Prepared.Ask(var request, var patience) -> {
                var outcome = parts.sandbox().ask(request, within, running, patience);
                if (outcome instanceof SandboxOutcome.Gone) {
                    throw new TurnEndedException(Reason.GONE);
                }
                yield ToolAnswer.of(outcome);
            }
        };
    }

    private void show(JournalLine.Result result) {
        live.tool(
                result.step(),
                result.name(),
                result.error() ? ToolState.FAILED : ToolState.SUCCEEDED,
                result.input(),
                result.text());
    }

    private void requireOurs() throws IOException {
        running.checkOwned();
        if (!parts.people().isCurrent(person.user(), person.incarnation())) {
            throw new TurnEndedException(Reason.GONE);
        }
        if (!journal.ours()) {
            throw new TurnEndedException(Reason.FENCED);
        }
    }
}
