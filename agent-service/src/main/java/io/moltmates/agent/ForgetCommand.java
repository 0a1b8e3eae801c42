package io.moltmates.agent;

import io.moltmates.agent.AskedCommand.Answer;
import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.schema.Ids;
import io.moltmates.schema.OutboundMessage.Button;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Listing.Entry;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.TurnRecord.TurnControl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Empties what the assistant wrote down about a person, through the sandbox like every change of their files, once
/// they have confirmed it.
final class ForgetCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String DIRECTORY = "memory";

    private final AgentParts parts;

    ForgetCommand(AgentParts parts) {
        this.parts = parts;
    }

    /// Whether it is to be done, not only asked for.
    static boolean isConfirmed(TurnControl control) {
        return control.argument().strip().equalsIgnoreCase("yes");
    }

    Answer answer(AskedCommand asked) throws IOException {
        if (!isConfirmed(asked.control())) {
            return asked.says(
                    "This empties USER.md, MEMORY.md and memory/, for good, and begins a new conversation. Your persona"
                            + " and your workspace stay, and so does the record of what was said. Write `/forget yes` if you"
                            + " want that.",
                    List.of(new Button("Forget", "/forget yes")));
        }
        var steps = new Steps(asked);
        for (String file : List.of("USER.md", "MEMORY.md")) {
            steps.change(new SandboxRequest.WriteFile(
                    steps.next(), asked.person().user(), asked.person().incarnation(), file, "", false));
        }
        for (String name : steps.names()) {
            steps.change(new SandboxRequest.DeleteFile(
                    steps.next(), asked.person().user(), asked.person().incarnation(), DIRECTORY + "/" + name));
        }
        steps.release();
        return steps.failure == null
                ? asked.says("Forgotten: USER.md, MEMORY.md and memory/ are empty, and a new conversation begins.")
                : asked.ends(Outcome.FAILED, "Not all of it could be deleted: " + steps.failure);
    }

    /// The steps of one command, each under an id of its own, which is the same when it is done again.
    private final class Steps {

        private final AskedCommand asked;
        private int count;
        private @Nullable String failure;

        private Steps(AskedCommand asked) {
            this.asked = asked;
        }

        private String next() {
            return Ids.tool(Ids.step(asked.control().id(), 1), ++count);
        }

        private void change(SandboxRequest request) throws IOException {
            switch (ask(request)) {
                case SandboxOutcome.FileChanged _, SandboxOutcome.FileDeleted _ -> {}
                case SandboxOutcome other ->
                    failure = failure == null ? ToolAnswer.of(other).text() : failure;
            }
        }

        private List<String> names() throws IOException {
            var names = new ArrayList<String>();
            var request = new SandboxRequest.ListFiles(
                    next(), asked.person().user(), asked.person().incarnation(), DIRECTORY);
            if (ask(request) instanceof SandboxOutcome.Listing listing) { // else there is no such directory
                listing.entries().stream().map(Entry::name).forEach(names::add);
                if (listing.truncated()) {
                    failure = "there are more files in memory/; please say it again.";
                }
            }
            return names;
        }

        private SandboxOutcome ask(SandboxRequest request) throws IOException {
            asked.running().checkOwned();
            if (!asked.journal().ours()) {
                throw new TurnEndedException(Reason.FENCED);
            }
            var outcome = parts.sandbox().ask(request, null, asked.running(), PATIENCE);
            asked.running().checkOwned();
            if (outcome instanceof SandboxOutcome.Gone) {
                throw new TurnEndedException(Reason.GONE);
            }
            return outcome;
        }

        private void release() {
            String turn = asked.control().id();
            parts.sandbox()
                    .tell(
                            new SandboxRequest.Release(
                                    turn + ".release",
                                    asked.person().user(),
                                    asked.person().incarnation(),
                                    turn),
                            null);
        }
    }
}
