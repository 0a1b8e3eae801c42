package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.agent.model.ModelAnswer;
import io.moltmates.agent.model.ModelException;
import io.moltmates.agent.model.ModelFault;
import io.moltmates.agent.model.ModelListener;
import io.moltmates.agent.model.ModelMessage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import io.moltmates.agent.model.ModelRequest;
import io.moltmates.agent.model.Models;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.TraceContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One attempt at answering one message: asks the model, runs its tools, and journals each step before the next one.
/// What an earlier attempt has journalled is not done again.
final class Turn {

    static final int MOST_CALLS = 25;

    /// The channel whose page shows each tool call anyway.
    private static final String SHOWS_TOOLS = "web";

    private static final Logger LOG = Logger.getLogger(Turn.class);

    private final AgentParts parts;
    private final PersonJournal journal;
    private final Person person;
    private final InboundMessage message;
    private final RunningTurn running;
    private final TurnLog log;
    private final Supplier<List<InboundMessage>> steering;
    private final LiveFeed live;
    private final TurnTools tools;
    private final Listening listening;
    private final ReplyDraft draft = new ReplyDraft();
    private final AgentSettings settings;
    private final Bill bill;
    private @Nullable Notice after;
    private List<ModelMessage.ModelImage> images = List.of();
    private JournalLine.@Nullable Answer last;

    /// @param steering gives what the person wrote meanwhile and wants to be in this turn
    Turn(
            AgentParts parts,
            PersonJournal journal,
            Person person,
            InboundMessage message,
            @Nullable TraceContext trace,
            RunningTurn running,
            TurnLog log,
            Supplier<List<InboundMessage>> steering)
            throws IOException {
        this.parts = parts;
        this.journal = journal;
        this.person = person;
        this.message = message;
        this.running = running;
        this.log = log;
        this.steering = steering;
        this.settings = parts.settings().get();
        this.bill = new Bill(parts.prices());
        log.summaries().forEach(this::charge);
        running.ownedWhile(journal::ours);
        this.live = new LiveFeed(parts.writer(), parts.timer(), message, trace, journal.epoch(), log.attempts());
        this.tools = new TurnTools(parts, journal, person, message.id(), trace, running, log, live, settings);
        this.listening = new Listening(parts, journal, message, running, log);
    }

    /// Works until the outcome, journals it, and returns it; it is not sent yet.
    Reply run() throws IOException {
        Reply reply;
        try {
            var choice = PersonModels.choose(person, parts);
            takeFiles(choice);
            String unheard = listening.problem();
            reply = unheard != null
                            && listening.knowsNothing()
                            && !currentTurn().isJoined()
                    ? reply(Outcome.FAILED, unheard)
                    : reply(Outcome.ANSWERED, listening.before(GroupTalk.sent(message, answer(choice))));
        } catch (ModelException e) {
            reply = failed(e);
        } catch (TurnEndedException e) {
            if (e.reason() != Reason.STOPPED) {
                throw e;
            }
            reply = stopped();
        } finally {
            live.end();
        }
        requireOurs();
        var charge = bill.charge(message);
        after = new Limits(parts.settings(), parts.clock()).after(journal, message, charge);
        var outcome = new JournalLine.Outcome(message.id(), reply, null, charge, after);
        if (last == null) {
            journal.append(outcome);
        } else {
            journal.append(last, outcome);
        }
        return reply;
    }

    /// What is to be said behind the reply; null if nothing.
    @Nullable
    Notice after() {
        return after;
    }

    /// Whether the sandbox keeps records of this turn's steps.
    boolean usedSandbox() {
        return tools.used() || !message.attachments().isEmpty();
    }

    private void takeFiles(Models.Choice choice) throws IOException {
        if (!message.attachments().isEmpty() && log.files() == null) {
            var files = RemoteFiles.of(message, parts.asker());
            running.check();
            requireOurs();
            listening.listen(files);
            if (choice.profile().images()) {
                images = Images.of(
                        message.withAttachments(files.here()), parts.people().layout());
            }
            tools.importAttachments(message, files);
        }
        for (var heard : listening.heard()) {
            draft.add(heard);
            bill.add(heard);
        }
    }

    private String answer(Models.Choice choice) throws IOException {
        for (int call = 1; call <= MOST_CALLS; call++) {
            var answer = log.answer(call);
            if (answer == null) {
                answer = ask(choice, call);
            } else {
                live.onAnswerAgain(answer.text());
            }
            draft.add(answer);
            bill.add(answer.model(), answer.usage());
            if (answer.toolCalls().isEmpty()) {
                return draft.text();
            }
            live.separate();
            for (int i = 0; i < answer.toolCalls().size(); i++) {
                String step = Ids.tool(Ids.step(message.id(), call), i + 1);
                draft.add(tools.result(answer.toolCalls().get(i), step));
            }
        }
        String sentence = "I stopped after " + MOST_CALLS + " steps; say \"go on\" if I should continue.";
        return draft.text().isEmpty() ? sentence : draft.text() + "\n\n" + sentence;
    }

    private JournalLine.Answer ask(Models.Choice choice, int call) throws IOException {
        running.check();
        requireOurs();
        for (var other : steering.get()) {
            journal.append(new JournalLine.Joined(other.id(), message.id(), other, true));
        }
        ModelAnswer answer;
        try {
            answer = call(choice, request(choice, 1));
        } catch (ModelException e) {
            running.check();
            if (!(e.fault() instanceof ModelFault.ContextTooLong)) {
                throw e;
            }
            LOG.warnf("context too long, trying with half: userId=%s messageId=%s", person.user(), message.id());
            answer = call(choice, request(choice, 2));
        }
        running.check();
        if (answer.text().isBlank() && answer.toolCalls().isEmpty()) {
            throw new ModelException(
                    new ModelFault.ProviderError(), "The answer is empty, finish reason " + answer.finishReason());
        }
        var line = new JournalLine.Answer(
                message.id(),
                call,
                answer.text(),
                answer.toolCalls().stream()
                        .map(asked -> new JournalLine.Call(asked.id(), asked.name(), asked.arguments()))
                        .toList(),
                ReplyDraft.usage(answer.usage()),
                answer.model().toString(),
                JournalLine.Thinking.of(answer.thinking()));
        if (answer.toolCalls().isEmpty()) {
            last = line; // written together with the outcome that follows at once
        } else {
            requireOurs();
            journal.append(line);
        }
        return line;
    }

    private ModelAnswer call(Models.Choice choice, ModelRequest request) {
        try {
            running.stepped();
            ModelListener hearing = delta -> {
                running.stepped();
                live.onText(delta);
            };
            return choice.client().answer(request, hearing, running.cancellation());
        } catch (IllegalStateException | IllegalArgumentException | NullPointerException e) {
            throw new ModelException(new ModelFault.ProviderError(), "The model's client failed", e);
        }
    }

    private ModelRequest request(Models.Choice choice, int fraction) throws IOException {
        var offered =
                choice.profile().tools() ? Toolbox.offered(settings) : List.<io.moltmates.agent.model.ModelTool>of();
        var now = parts.clock().instant().atZone(person.zone());
        var names = choice.profile().tools() ? settings.tools() : java.util.Set.<String>of();
        var prompts = new Prompt(parts.people(), settings.agents().systemPrompt(person.user()));
        String summary = journal.conversation().summary();
        var prompt = prompts.of(person, names, now, summary, message);
        int promptTokens = Tokens.of(prompt.stable()) + Tokens.of(prompt.changing());
        promptTokens += offered.isEmpty() ? 0 : Toolbox.tokens(settings);
        int budget = Trimming.budget(choice.profile(), promptTokens) / fraction;
        var current = currentTurn();
        var turns = Summarizer.fit(journal, current, budget, choice, running, this::charge);
        String summaryNow = journal.conversation().summary();
        if (!summaryNow.equals(summary)) {
            prompt = prompts.of(person, names, now, summaryNow, message);
        }
        var own = new ArrayList<>(current.messages());
        if (!images.isEmpty()) {
            own.set(0, new UserMessage(own.getFirst().text(), images));
        }
        var agent = settings.agents().of(person.user());
        return new ModelRequest(
                prompt,
                Trimming.messages(turns, own, budget),
                offered,
                agent.maxTokens(),
                agent.temperature(),
                person.effort());
    }

    private void charge(JournalLine.Summary summary) {
        draft.add(summary);
        if (summary.model() != null) {
            bill.add(summary.model(), summary.usage());
        }
    }

    private ConversationTurn currentTurn() throws IOException {
        var current = journal.conversation().find(message.id());
        if (current == null) {
            throw new IllegalStateException("The journal has no request of the turn that runs");
        }
        return current;
    }

    private Reply failed(ModelException e) {
        if (e.fault() instanceof ModelFault.Cancelled) {
            var why = running.reason();
            if (why == Reason.STOPPED || why == null) {
                return stopped();
            }
            throw new TurnEndedException(why);
        }
        LOG.errorf(
                e,
                "model call failed: userId=%s sessionId=%s messageId=%s fault=%s",
                person.user(),
                journal.session().orElse(""),
                message.id(),
                e.fault());
        return reply(Outcome.FAILED, e.fault().sentence());
    }

    private Reply stopped() {
        String said = live.said().strip();
        return reply(Outcome.STOPPED, said.isEmpty() ? "(Stopped before there was an answer.)" : said);
    }

    private Reply reply(Outcome outcome, String text) {
        try {
            String words = person.verbose() && !message.address().channel().equals(SHOWS_TOOLS)
                    ? ToolLines.before(draft.tools(), text)
                    : text;
            return draft.reply(
                    person, message, journal, outcome, words, parts.clock().instant());
        } catch (IOException e) {
            throw new TransientException("The journal can't be read", e);
        }
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
