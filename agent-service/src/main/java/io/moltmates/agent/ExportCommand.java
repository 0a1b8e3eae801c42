package io.moltmates.agent;

import io.moltmates.agent.AskedCommand.Answer;
import io.moltmates.schema.Ids;
import io.moltmates.schema.OutboundMessage.SharedFile;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;

/// Gives a person their conversation as Markdown: as a file where the platform takes files, else as text.
final class ExportCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_TEXT = 60_000;
    private static final int MOST_FILE = 600_000;

    private final AgentParts parts;

    ExportCommand(AgentParts parts) {
        this.parts = parts;
    }

    Answer answer(AskedCommand asked) throws IOException {
        var sessions = asked.person().layout().sessions();
        String session = asked.journal().session().orElse("");
        if (asked.control().address().account() != null) {
            var file = export(asked, Transcript.of(sessions, session, MOST_FILE));
            if (file instanceof SandboxOutcome.Exported(var exported)) {
                Waiting.written(parts.writer()
                        .write(
                                Topics.EGRESS,
                                new SharedFile(
                                        asked.control().id() + ".file",
                                        asked.person().user(),
                                        asked.control().address(),
                                        asked.control().id(),
                                        exported,
                                        "",
                                        asked.clock().instant()),
                                null));
                return asked.says("This is our conversation as a file.");
            }
        }
        String text = Transcript.of(sessions, session, MOST_TEXT);
        return asked.says(text.isEmpty() ? "Nothing was said in this conversation yet." : text);
    }

    /// Writes the text into the workspace, copies it out, and deletes it there.
    private SandboxOutcome export(AskedCommand asked, String text) {
        if (text.isEmpty()) {
            return new SandboxOutcome.Refused("There is nothing.");
        }
        var user = asked.person().user();
        String life = asked.person().incarnation();
        String turn = asked.control().id();
        String step = Ids.step(turn, 1);
        String path = "conversation-"
                + LocalDate.ofInstant(asked.control().receivedAt(), ZoneId.systemDefault()) + "-"
                + turn.substring(Math.max(0, turn.length() - 6)) + ".md";
        var written = parts.sandbox()
                .ask(
                        new SandboxRequest.WriteFile(Ids.tool(step, 1), user, life, path, text, false),
                        null,
                        asked.running(),
                        PATIENCE);
        if (!(written instanceof SandboxOutcome.FileChanged)) {
            return written;
        }
        var exported = parts.sandbox()
                .ask(
                        new SandboxRequest.ExportFile(turn, user, life, path), // its id is where the file is looked for
                        null,
                        asked.running(),
                        PATIENCE);
        var _ = parts.sandbox()
                .ask(
                        new SandboxRequest.DeleteFile(Ids.tool(step, 2), user, life, path),
                        null,
                        asked.running(),
                        PATIENCE);
        parts.sandbox().tell(new SandboxRequest.Release(turn + ".release", user, life, turn), null);
        return exported;
    }
}
