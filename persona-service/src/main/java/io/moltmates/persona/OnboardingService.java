package io.moltmates.persona;

import io.moltmates.persona.JournalEntry.Kind;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.RecordSink;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Handles one message of a person who chooses, or has chosen, to its end.
///
/// What a message leads to is written into the journal first, then done, then marked as done, and then the users row is
/// published with the message as `through`. Everything that is done may be done twice: notices have the ids that they
/// had, files are replaced by the same, and what is forwarded has its own id. So a crash at any point is mended when
/// the message, or the person's next one, comes.
final class OnboardingService {

    private static final Logger LOG = Logger.getLogger(OnboardingService.class);

    private final Function<UserId, PersonDirectory> directories;
    private final PersonaCatalogue catalogue;
    private final FirstFiles firstFiles;
    private final PersonaDrafts drafts;
    private final UsersProjection users;
    private final RecordSink sink;
    private final Supplier<PersonaConfig> config;
    private final InstantSource clock;

    OnboardingService(
            Function<UserId, PersonDirectory> directories,
            PersonaCatalogue catalogue,
            FirstFiles firstFiles,
            PersonaDrafts drafts,
            UsersProjection users,
            RecordSink sink,
            Supplier<PersonaConfig> config,
            InstantSource clock) {
        this.directories = directories;
        this.catalogue = catalogue;
        this.firstFiles = firstFiles;
        this.drafts = drafts;
        this.users = users;
        this.sink = sink;
        this.config = config;
        this.clock = clock;
    }

    /// What a message leads to, as it was decided while nobody else worked in the directory.
    private sealed interface Step {

        /// It came before; what it led to is in the journal.
        record Again(JournalEntry known, OnboardingState state) implements Step {}

        /// On to the assistant, where it may have gone before.
        record PassOn() implements Step {}

        /// In the journal now, and to be done.
        record Begun(JournalEntry entry) implements Step {}

        record NeedsDraft(JournalEntries entries, Decision.Draft draft) implements Step {}
    }

    /// Blocks until the log has all that the message leads to. Call it for one message of a person after the other.
    /// Another replica that took the partition over may be doing the same: what either decides counts for both.
    void handle(OnboardingMessage onboarding, @Nullable TraceContext trace)
            throws IOException, InterruptedException, ExecutionException {
        var message = onboarding.message();
        var directory = directories.apply(message.user());
        var move = onboarding.moves();
        if (move == null) {
            directory.begin();
        }
        for (var entry : OnboardingState.of(directory.journal()).unfinished()) {
            LOG.infof("finishing what was begun: userId=%s messageId=%s", message.user(), entry.id());
            perform(entry, directory, trace);
        }
        if (move != null) {
            await(AddressMoves.drain(move, message.address(), sink, trace));
            return;
        }
        var step = directory.alone(() -> next(onboarding, directory, null));
        if (step instanceof Step.NeedsDraft(var entries, var draft)) {
            await(sink.write(Topics.EGRESS, entries.drafting(), trace));
            String text = drafts.draft(message.user(), message.id(), draft.description(), trace)
                    .orElse(draft.description());
            step = directory.alone(() -> next(onboarding, directory, text));
        }
        switch (step) {
            case Step.Again(var known, var state) -> again(known, state, directory, trace);
            case Step.PassOn _ -> {
                forward(message, trace);
                directory.alone(() -> {
                    if (!OnboardingState.of(directory.journal()).done().contains(message.id())) {
                        directory.append(JournalLine.done(message.id()));
                    }
                    return directory;
                });
            }
            case Step.Begun(var entry) -> perform(entry, directory, trace);
            case Step.NeedsDraft _ -> throw new IllegalStateException("There is a draft");
        }
        await(users.publish(message.user()));
    }

    /// Decides, and writes the decision into the journal.
    ///
    /// @param draft the text that a model drafted; null if none was asked for yet
    private Step next(OnboardingMessage onboarding, PersonDirectory directory, @Nullable String draft)
            throws IOException {
        var message = onboarding.message();
        var state = OnboardingState.of(directory.journal());
        var known = state.entries().get(message.id());
        if (known != null) {
            return new Step.Again(known, state);
        }
        if (state.done().contains(message.id()) && directory.hasSoul()) {
            return new Step.PassOn(); // it went on before; decided anew, it might be taken for an answer to the list
        }
        var current = directory.hasSoul() ? current(directory) : null;
        var rules = new OnboardingRules(
                state, current, catalogue.all(), config.get().unasked(message));
        var decision = rules.decide(onboarding);
        LOG.infof(
                "onboarding: userId=%s messageId=%s reason=%s decision=%s",
                message.user(),
                message.id(),
                onboarding.reason(),
                decision.getClass().getSimpleName());
        var entries = new JournalEntries(message, state, current, clock.instant());
        return switch (decision) {
            case Decision.Forward _ -> new Step.PassOn();
            case Decision.Say say -> begun(entries.say(say), directory);
            case Decision.Hold _ -> begun(entries.hold(), directory);
            case Decision.Keep(boolean forward) -> begun(entries.keep(forward), directory);
            case Decision.Adopt(var template) -> begun(entries.adopt(template), directory);
            case Decision.Choose choice -> begun(entries.choose(choice), directory);
            case Decision.Draft asked ->
                draft == null ? new Step.NeedsDraft(entries, asked) : begun(entries.custom(asked, draft), directory);
        };
    }

    private static Step begun(JournalEntry entry, PersonDirectory directory) throws IOException {
        directory.append(JournalLine.of(entry));
        return new Step.Begun(entry);
    }

    /// The message came before; what it led to is said again under the same ids.
    private void again(
            JournalEntry known, OnboardingState state, PersonDirectory directory, @Nullable TraceContext trace)
            throws InterruptedException, ExecutionException {
        for (var notice : known.notices()) {
            await(sink.write(Topics.EGRESS, notice, trace));
        }
        boolean forwarded = known.forward().contains(known.message())
                || known.kind() == Kind.WAITING && !state.waiting().contains(known.message());
        if (forwarded && directory.hasSoul()) {
            forward(known.message(), trace);
        }
    }

    private static PersonaReference current(PersonDirectory directory) throws IOException {
        var persona = directory.person().map(PersonFile::persona).orElse(null);
        return persona == null ? new PersonaReference(PersonaTemplate.CUSTOM, "your assistant", "✨") : persona;
    }

    /// Does what the journal says; each part may be done again. Whoever comes late, since a replica that was frozen in
    /// the middle of it wakes up, changes nothing.
    private void perform(JournalEntry entry, PersonDirectory directory, @Nullable TraceContext trace)
            throws IOException, InterruptedException, ExecutionException {
        if (!directory.alone(() -> create(entry, directory))) {
            return;
        }
        for (var notice : entry.notices()) {
            await(sink.write(Topics.EGRESS, notice, trace));
        }
        for (var message : entry.forward()) {
            forward(message, trace);
        }
        directory.alone(() -> {
            if (isToDo(entry, directory)) {
                directory.append(JournalLine.done(entry.id()));
            }
            return entry;
        });
    }

    /// Whether there is still something to do.
    private boolean create(JournalEntry entry, PersonDirectory directory) throws IOException {
        if (!isToDo(entry, directory)) {
            return false;
        }
        var creation = entry.creation();
        if (creation != null) {
            var message = entry.message();
            directory.writePerson(message.user(), creation.persona(), entry.at());
            firstFiles.write(directory, creation.persona(), OnboardingRules.person(message));
            directory.writeSoul(creation.soul());
            LOG.infof(
                    "persona chosen: userId=%s persona=%s",
                    message.user(), creation.persona().id());
        }
        return true;
    }

    private static boolean isToDo(JournalEntry entry, PersonDirectory directory) throws IOException {
        var state = OnboardingState.of(directory.journal());
        return state.entries().containsKey(entry.id()) && !state.done().contains(entry.id());
    }

    private void forward(InboundMessage message, @Nullable TraceContext trace)
            throws InterruptedException, ExecutionException {
        await(sink.write(Topics.TURNS, new TurnRequest(message), trace));
    }

    private static void await(CompletionStage<Void> written) throws InterruptedException, ExecutionException {
        written.toCompletableFuture().get();
    }
}
