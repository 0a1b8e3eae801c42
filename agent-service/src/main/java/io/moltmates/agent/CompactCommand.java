package io.moltmates.agent;

import io.moltmates.agent.AskedCommand.Answer;
import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.agent.model.ModelException;
import io.moltmates.agent.model.ModelFault;
import io.moltmates.schema.OutboundMessage.Outcome;
import java.io.IOException;
import org.jboss.logging.Logger;

/// Lets a model shorten the conversation now; the last turn stays as it was said. Goes in its turn, and `/stop` ends
/// it.
final class CompactCommand {

    private static final Logger LOG = Logger.getLogger(CompactCommand.class);

    private final AgentParts parts;
    private final Limits limits;

    CompactCommand(AgentParts parts) {
        this.parts = parts;
        this.limits = new Limits(parts.settings(), parts.clock());
    }

    Answer answer(AskedCommand asked) throws IOException {
        var journal = asked.journal();
        var refusal = limits.refusal(journal, asked.control().user());
        if (refusal != null) {
            return asked.ends(Outcome.REFUSED, refusal.sentence());
        }
        var turns = journal.conversation().closed();
        if (turns.size() < 2) {
            return asked.says("There is nothing to shorten yet.");
        }
        var choice = PersonModels.choose(asked.person(), parts);
        var running = asked.running();
        int before = journal.size().tokens();
        try (var _ = parts.slots().take(running)) {
            running.check();
            running.ownedWhile(journal::ours);
            var text = Summarizer.summarize(
                    journal.conversation().summary(),
                    turns.subList(0, turns.size() - 1),
                    asked.argument(),
                    choice,
                    running);
            running.checkOwned();
            var bill = new Bill(parts.prices());
            if (text.model() != null) {
                bill.add(text.model(), text.usage());
            }
            journal.append(
                    journal.summary(asked.control().id(), text, turns.getLast().place()));
            return new Answer(
                    asked.says("The conversation is shortened from about " + before + " tokens to "
                                    + (journal.size().tokens() + Tokens.of(text.text())) + ".")
                            .notice(),
                    bill.charge(null));
        } catch (ModelException e) {
            var why = running.reason();
            if (e.fault() instanceof ModelFault.Cancelled && why != null && why != Reason.STOPPED) {
                throw new TurnEndedException(why);
            }
            if (e.fault() instanceof ModelFault.Cancelled) {
                return asked.ends(Outcome.STOPPED, "Stopped; the conversation is as it was.");
            }
            LOG.warnf(e, "summary failed: userId=%s fault=%s", asked.person().user(), e.fault());
            return asked.ends(Outcome.FAILED, e.fault().sentence());
        } catch (TurnEndedException e) {
            if (e.reason() == Reason.STOPPED) {
                return asked.ends(Outcome.STOPPED, "Stopped; the conversation is as it was.");
            }
            throw e;
        }
    }
}
