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

    /// Blocks until the log has all that the message leads to. Call it for one message of a person after the other.
    void handle(OnboardingMessage onboarding, @Nullable TraceContext trace)
            throws IOException, InterruptedException, ExecutionException {
        var message = onboarding.message();
        var directory = directories.apply(message.user());
        directory.begin();
        var state = OnboardingState.of(directory.journal());
        for (var entry : state.unfinished()) {
            LOG.infof("finishing what was begun: userId=%s messageId=%s", message.user(), entry.id());
            perform(entry, directory, trace);
        }
        state = OnboardingState.of(directory.journal());
        var known = state.entries().get(message.id());
        if (known != null) {
            again(known, state, directory, trace);
        } else if (state.done().contains(message.id()) && directory.hasSoul()) {
            forward(message, trace); // it went on before; decided anew, it might be taken for an answer to the list
        } else {
            fresh(onboarding, state, directory, trace);
        }
        await(users.publish(message.user()));
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

    private void fresh(
            OnboardingMessage onboarding,
            OnboardingState state,
            PersonDirectory directory,
            @Nullable TraceContext trace)
            throws IOException, InterruptedException, ExecutionException {
        var message = onboarding.message();
        var current = directory.hasSoul() ? current(directory) : null;
        var rules = new OnboardingRules(
                state, current, catalogue.all(), config.get().apiPersona());
        var decision = rules.decide(onboarding);
        LOG.infof(
                "onboarding: userId=%s messageId=%s reason=%s decision=%s",
                message.user(),
                message.id(),
                onboarding.reason(),
                decision.getClass().getSimpleName());
        if (decision instanceof Decision.Forward) {
            forward(message, trace);
            directory.append(JournalLine.done(message.id()));
            return;
        }
        var entry = entry(decision, message, state, current, trace);
        directory.append(JournalLine.of(entry));
        perform(entry, directory, trace);
    }

    private static PersonaReference current(PersonDirectory directory) throws IOException {
        var persona = directory.person().map(PersonFile::persona).orElse(null);
        return persona == null ? new PersonaReference(PersonaTemplate.CUSTOM, "your assistant", "✨") : persona;
    }

    private JournalEntry entry(
            Decision decision,
            InboundMessage message,
            OnboardingState state,
            @Nullable PersonaReference current,
            @Nullable TraceContext trace)
            throws InterruptedException, ExecutionException {
        var entries = new JournalEntries(message, state, current, clock.instant());
        return switch (decision) {
            case Decision.Forward _ -> throw new IllegalArgumentException("What is only forwarded has no entry");
            case Decision.Say say -> entries.say(say);
            case Decision.Hold _ -> entries.hold();
            case Decision.Keep(boolean forward) -> entries.keep(forward);
            case Decision.Adopt(var template) -> entries.adopt(template);
            case Decision.Choose choice -> entries.choose(choice);
            case Decision.Draft draft -> {
                await(sink.write(Topics.EGRESS, entries.drafting(), trace));
                var text = drafts.draft(message.user(), message.id(), draft.description(), trace);
                yield new JournalEntries(message, state, current, clock.instant())
                        .custom(draft, text.orElse(draft.description()));
            }
        };
    }

    /// Does what the journal says; each part may be done again.
    private void perform(JournalEntry entry, PersonDirectory directory, @Nullable TraceContext trace)
            throws IOException, InterruptedException, ExecutionException {
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
        for (var notice : entry.notices()) {
            await(sink.write(Topics.EGRESS, notice, trace));
        }
        for (var message : entry.forward()) {
            forward(message, trace);
        }
        directory.append(JournalLine.done(entry.id()));
    }

    private void forward(InboundMessage message, @Nullable TraceContext trace)
            throws InterruptedException, ExecutionException {
        await(sink.write(Topics.TURNS, new TurnRequest(message), trace));
    }

    private static void await(CompletionStage<Void> written) throws InterruptedException, ExecutionException {
        written.toCompletableFuture().get();
    }
}
