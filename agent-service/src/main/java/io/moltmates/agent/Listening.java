package io.moltmates.agent;

import io.moltmates.agent.model.ModelException;
import io.moltmates.agent.model.ModelFault;
import io.moltmates.agent.model.Transcriber;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandResult.FetchedFile;
import io.moltmates.schema.InboundMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Has what is said in the recordings of one message written down, while they lie in `blobs/`, and journals each before
/// the next one: what was paid for is not asked for again.
final class Listening {

    private static final Logger LOG = Logger.getLogger(Listening.class);
    private static final int LONGEST = 50_000;

    private static final String INSTEAD = " Please write it as text.";
    private static final String NOBODY =
            "I can't listen to recordings: nothing that turns speech into text is set up here." + INSTEAD
                    + " Whoever runs this assistant can change that: `tools.media.audio` in its configuration.";
    private static final String NOWHERE =
            "I can't listen to recordings: the provider that should do it has nothing that turns speech into text."
                    + INSTEAD
                    + " Whoever runs this assistant can change that: `tools.media.audio` in its configuration.";
    private static final String NO_WORDS = "I heard no words in the recording." + INSTEAD;
    private static final String TOO_LARGE =
            "The recording is larger than what I can listen to. Please send it in parts, or write it as text.";
    private static final String FAILED = "I could not listen to the recording. ";

    private final AgentParts parts;
    private final PersonJournal journal;
    private final InboundMessage message;
    private final RunningTurn running;
    private final TurnLog log;

    Listening(AgentParts parts, PersonJournal journal, InboundMessage message, RunningTurn running, TurnLog log) {
        this.parts = parts;
        this.journal = journal;
        this.message = message;
        this.running = running;
        this.log = log;
    }

    /// Listens to what nobody has listened to yet. Blocks.
    ///
    /// @throws ModelException only if the turn was ended meanwhile
    void listen(RemoteFiles remote) throws IOException {
        for (int i = 0; i < remote.files().size(); i++) {
            if (AudioFormat.isRecording(remote.files().get(i).file()) && log.heard(i) == null) {
                running.check();
                running.stepped();
                var heard = heard(i, remote.files().get(i));
                running.stepped();
                running.check();
                journal.append(heard);
                log.add(heard);
            }
        }
    }

    /// What is known of the recordings.
    List<JournalLine.Heard> heard() {
        return IntStream.range(0, message.attachments().size())
                .mapToObj(log::heard)
                .filter(Objects::nonNull)
                .toList();
    }

    /// What the person has to be told of those that nobody could listen to; null if there is none.
    @Nullable
    String problem() {
        String text = heard().stream()
                .map(JournalLine.Heard::problem)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("\n\n"));
        return text.isEmpty() ? null : text;
    }

    /// Whether the message is nothing but recordings that nobody could listen to.
    boolean knowsNothing() {
        var heard = heard();
        return message.text().isBlank()
                && !heard.isEmpty()
                && heard.size() == message.attachments().size()
                && heard.stream().allMatch(recording -> recording.problem() != null);
    }

    /// An answer behind what the person has to be told.
    String before(String answer) {
        String problem = problem();
        return problem == null || answer.isEmpty() ? answer : problem + "\n\n" + answer;
    }

    private JournalLine.Heard heard(int index, FetchedFile fetched) throws IOException {
        Attachment file = fetched.file();
        var transcriber = parts.models().transcriber();
        if (transcriber == null) {
            return JournalLine.Heard.not(message.id(), index, NOBODY);
        }
        String ending = AudioFormat.ending(file);
        if (ending == null) {
            return JournalLine.Heard.not(
                    message.id(),
                    index,
                    "I can't listen to recordings of this kind (" + file.mediaType() + ")." + INSTEAD);
        }
        var place = BlobFile.of(message, file, parts.people().layout());
        if (fetched.problem() != null || place.isEmpty()) {
            String why = fetched.problem() == null ? "It could not be found." : fetched.problem();
            return JournalLine.Heard.not(message.id(), index, FAILED + why);
        }
        if (Files.size(place.get()) > transcriber.largest()) {
            return JournalLine.Heard.not(message.id(), index, TOO_LARGE);
        }
        return heard(index, transcriber, new Transcriber.Recording(place.get(), ending));
    }

    private JournalLine.Heard heard(int index, Transcriber transcriber, Transcriber.Recording recording) {
        try {
            var written = transcriber.transcribe(recording, running.cancellation());
            return new JournalLine.Heard(
                    message.id(),
                    index,
                    Texts.cut(written.text(), LONGEST),
                    written.text().isBlank() ? NO_WORDS : null,
                    ReplyDraft.usage(written.usage()),
                    written.seconds(),
                    written.model().toString());
        } catch (ModelException e) {
            if (e.fault() instanceof ModelFault.Cancelled) {
                throw e;
            }
            LOG.warnf("recording not written down: messageId=%s fault=%s", message.id(), e.fault());
            return JournalLine.Heard.not(message.id(), index, sentence(e.fault()));
        }
    }

    private static String sentence(ModelFault fault) {
        return switch (fault) {
            case ModelFault.NoSuchModel _ -> NOWHERE;
            case ModelFault.ContextTooLong _ -> TOO_LARGE;
            default -> FAILED + fault.sentence();
        };
    }
}
