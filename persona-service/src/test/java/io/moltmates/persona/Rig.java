package io.moltmates.persona;

import io.moltmates.schema.Address;
import io.moltmates.schema.GroupPart;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.OnboardingMessage.Reason;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.PersonaReference;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.CommandsConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// persona-service on a state directory of its own, without a broker; `killed` starts it again on what is left.
final class Rig {

    static final UserId ALICE = UserId.of("web", "alice");
    static final UserId GROUP = UserId.of("telegram", "-100");
    static final UserId SCRIPT = UserId.of("api", "script");

    final StateLayout layout;
    final FakeLog log;
    final UsersProjection users;
    final PersonaCatalogue catalogue;
    final PersonCommands commands;
    final LinkedAddresses links = new LinkedAddresses();
    final Set<UserId> operators = new HashSet<>();
    private final OnboardingService service;
    private final AtomicLong now;

    Rig(Path root) {
        this(root, CrashPoint.never(), Optional.empty(), new AtomicLong(1_700_000_000_000L));
    }

    Rig(Path root, CrashPoint crash, Optional<String> draft, AtomicLong now) {
        this(root, crash, (_, _, _, _) -> draft, now);
    }

    Rig(Path root, CrashPoint crash, PersonaDrafts drafts, AtomicLong now) {
        this.now = now;
        layout = new StateLayout(root);
        log = new FakeLog(crash);
        InstantSource clock = () -> Instant.ofEpochMilli(now.incrementAndGet());
        var templates = new Templates(null);
        catalogue = new PersonaCatalogue(templates, layout.souls());
        users = new UsersProjection(layout, user -> directory(user, crash), links, log, clock, operators::contains);
        commands = new PersonCommands(
                user -> directory(user, crash),
                users,
                new AddressMoves(
                        layout,
                        user -> directory(user, crash),
                        links,
                        () -> CompletableFuture.completedStage(null),
                        users,
                        log,
                        clock));
        service = new OnboardingService(
                user -> directory(user, crash),
                catalogue,
                new FirstFiles(templates),
                drafts,
                users,
                log,
                () -> new PersonaConfig(ChannelsConfig.DEFAULT, CommandsConfig.DEFAULT),
                clock);
    }

    void says(String id, String text) {
        handle(message(ALICE, id, text), Reason.NOT_CHOSEN);
    }

    void commands(String id, String text) {
        handle(message(ALICE, id, text), Reason.PERSONA_COMMAND);
    }

    void handle(InboundMessage message, Reason reason) {
        handle(new OnboardingMessage(message, reason));
    }

    void handle(OnboardingMessage message) {
        try {
            service.handle(message, null);
        } catch (IOException | InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    InboundMessage message(UserId user, String id, String text) {
        return new InboundMessage(
                id,
                user,
                Address.of(user.channel(), user.platformId()),
                user.platformId(),
                text,
                List.of(),
                null,
                true,
                Instant.ofEpochMilli(now.incrementAndGet()));
    }

    InboundMessage inGroup(String id, String text) {
        return new InboundMessage(
                id,
                GROUP,
                new Address("telegram", "default", "-100", null),
                "Anna",
                text,
                List.of(),
                null,
                true,
                Instant.ofEpochMilli(now.incrementAndGet()),
                new GroupPart(UserId.of("telegram", "1"), "Friends", true, true),
                null,
                null,
                List.of());
    }

    Notice lastNotice() {
        return log.notices().getLast();
    }

    PersonDirectory alice() {
        return new PersonDirectory(layout.person(ALICE));
    }

    Optional<UserRecord> row() {
        return log.row(ALICE.value());
    }

    @Nullable
    PersonaReference persona() {
        try {
            return alice().person().map(PersonFile::persona).orElse(null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Each change of the disk is a place to crash at, before and after it.
    private PersonDirectory directory(UserId user, CrashPoint crash) {
        return new PersonDirectory(layout.person(user)) {
            @Override
            void begin() throws IOException {
                crash.pass();
                super.begin();
            }

            @Override
            void append(JournalLine line) throws IOException {
                crash.pass();
                super.append(line);
                crash.pass();
            }

            @Override
            PersonFile writePerson(UserId person, @Nullable PersonaReference persona, Instant at) throws IOException {
                crash.pass();
                return super.writePerson(person, persona, at);
            }

            @Override
            void writeIfMissing(Path file, String text) throws IOException {
                crash.pass();
                super.writeIfMissing(file, text);
            }

            @Override
            void makeDirectories() throws IOException {
                crash.pass();
                super.makeDirectories();
            }

            @Override
            void writeSoul(String text) throws IOException {
                crash.pass();
                super.writeSoul(text);
                crash.pass();
            }
        };
    }
}
