package io.moltmates.persona;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.DirectoryName;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.StateLayout.PersonLayout;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.kafka.RecordSink;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps the users table what the directories say: a row is computed from the disk and written if it is another one.
///
/// A person is READY when `SOUL.md` is there and nothing that was begun in the onboarding journal is undone. Safe for
/// many threads: rows are computed and handed to the writer one at a time, so an older one never follows a newer one.
///
/// Each replica looks at all directories. Two may write the same row; and a slow one may write an older row over a
/// newer
/// one, which it mends at its next look, since the directory has changed meanwhile. That misleads nobody: the router
/// goes by `through`, and a message that goes by persona-service without need is passed on.
final class UsersProjection {

    private static final Logger LOG = Logger.getLogger(UsersProjection.class);

    private final StateLayout layout;
    private final Function<UserId, PersonDirectory> directories;
    private final LinkedAddresses links;
    private final RecordSink sink;
    private final InstantSource clock;
    private final Predicate<UserId> isOperator;
    private final Map<String, UserRecord> published = new ConcurrentHashMap<>();
    private final Map<Path, Seen> seen = new HashMap<>();
    private volatile boolean lookAtAll;

    /// How a directory looked, and whose it is.
    private record Seen(List<Object> stamps, @Nullable UserId user) {}

    UsersProjection(
            StateLayout layout,
            Function<UserId, PersonDirectory> directories,
            LinkedAddresses links,
            RecordSink sink,
            InstantSource clock,
            Predicate<UserId> isOperator) {
        this.layout = layout;
        this.directories = directories;
        this.links = links;
        this.sink = sink;
        this.clock = clock;
        this.isOperator = isOperator;
    }

    /// What the table itself says of a person; an empty row is a tombstone.
    void observed(String key, Optional<UserRecord> row) {
        row.ifPresentOrElse(present -> published.put(key, present), () -> published.remove(key));
    }

    Collection<UserRecord> rows() {
        return List.copyOf(published.values());
    }

    Optional<UserRecord> find(UserId user) {
        return Optional.ofNullable(published.get(user.value()));
    }

    /// Completed when the log has the person's row as it is now.
    synchronized CompletionStage<Void> publish(UserId user) throws IOException {
        var row = row(user);
        var before = published.get(user.value());
        if (row.isEmpty()) {
            if (before == null) {
                return CompletableFuture.completedStage(null);
            }
            published.remove(user.value());
            LOG.infof("person gone: userId=%s", user);
            return watched(user, sink.delete(Topics.USERS, user.value()));
        }
        if (before != null && same(before, row.get())) {
            return CompletableFuture.completedStage(null);
        }
        published.put(user.value(), row.get());
        LOG.infof("person changed: userId=%s status=%s", user, row.get().status());
        return watched(user, sink.write(Topics.USERS, row.get(), null));
    }

    /// A row that could not be written is written at the next look.
    private CompletionStage<Void> watched(UserId user, CompletionStage<Void> written) {
        return written.whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.warnf("row could not be written: userId=%s error=%s", user, failure);
                published.remove(user.value());
                lookAtAll = true;
            }
        });
    }

    /// Has the next look take no directory for looked at, since something else may have changed.
    void lookAgain() {
        lookAtAll = true;
    }

    private String role(UserId user) {
        return isOperator.test(user) ? UserRecord.OPERATOR : UserRecord.USER;
    }

    /// Looks at all directories, and publishes those that changed since the last look, and those that are gone.
    void poll() throws IOException {
        if (lookAtAll) {
            lookAtAll = false;
            seen.clear();
        }
        var found = new HashSet<String>();
        var directoriesNow = new HashSet<Path>();
        if (Files.isDirectory(layout.users())) {
            try (var entries = Files.newDirectoryStream(layout.users())) {
                for (Path directory : entries) {
                    if (!Files.isDirectory(directory) || isHidden(directory)) {
                        continue;
                    }
                    directoriesNow.add(directory);
                    var user = look(directory);
                    if (user != null) {
                        found.add(user.value());
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        seen.keySet().retainAll(directoriesNow);
        for (var row : rows()) {
            if (!found.contains(row.user().value())) {
                var _ = publish(row.user());
            }
        }
    }

    /// Holds no person, but directories that were put away.
    private static boolean isHidden(Path directory) {
        return directory.getFileName().toString().startsWith(".");
    }

    private @Nullable UserId look(Path directory) {
        var person = new PersonLayout(directory);
        var before = seen.get(directory);
        try {
            var stamps = List.of(stamp(person.soul()), stamp(person.person()), stamp(person.onboarding()));
            if (before != null && before.stamps().equals(stamps)) {
                return before.user();
            }
            var user = userOf(person);
            if (user != null) {
                var _ = publish(user);
            }
            seen.put(directory, new Seen(stamps, user));
            return user;
        } catch (IOException e) {
            LOG.warnf("directory can't be read: directory=%s error=%s", directory.getFileName(), e);
            return before == null ? null : before.user();
        }
    }

    private @Nullable UserId userOf(PersonLayout person) throws IOException {
        var named = DirectoryName.parse(person.directory().getFileName().toString());
        if (named.isPresent()) {
            return named.get();
        }
        var directory = new PersonDirectory(person);
        return directory
                .person()
                .map(PersonFile::user)
                .or(() -> journalUser(directory))
                .filter(user -> layout.person(user).directory().equals(person.directory()))
                .orElse(null);
    }

    private static Optional<UserId> journalUser(PersonDirectory directory) {
        try {
            return directory.journal().stream()
                    .flatMap(line -> Optional.ofNullable(line.entry()).stream())
                    .map(entry -> entry.message().user())
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Optional<UserRecord> row(UserId user) throws IOException {
        var directory = directories.apply(user);
        if (!directory.exists() || user.equals(CommandRequest.EVERYBODY)) {
            return Optional.empty();
        }
        var state = OnboardingState.of(directory.journal());
        if (!directory.hasSoul()) {
            return state.entries().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new UserRecord(
                            user,
                            UserRecord.Status.CHOOSING,
                            null,
                            null,
                            state.through(),
                            links.of(user, List.of()),
                            role(user),
                            Map.of(),
                            clock.instant()));
        }
        var person = person(user, directory);
        boolean choosing = !state.unfinished().isEmpty()
                || state.stage() == JournalEntry.Stage.CHOOSING
                || state.stage() == JournalEntry.Stage.DESCRIBING;
        return Optional.of(new UserRecord(
                user,
                choosing ? UserRecord.Status.CHOOSING : UserRecord.Status.READY,
                person.persona(),
                person.incarnation(),
                state.through(),
                links.of(user, person.addresses()),
                role(user),
                person.settings(),
                clock.instant()));
    }

    /// A `SOUL.md` that somebody put there by hand gets the `person.json` that belongs to it.
    private PersonFile person(UserId user, PersonDirectory directory) throws IOException {
        var person = directory.person();
        return person.isPresent()
                        && person.get().persona() != null
                        && user.equals(person.get().user())
                ? person.get()
                : directory.alone(() -> mended(user, directory));
    }

    /// Another replica may have done so meanwhile.
    private PersonFile mended(UserId user, PersonDirectory directory) throws IOException {
        var person = directory.person();
        if (person.isPresent() && person.get().persona() != null) {
            return user.equals(person.get().user())
                    ? person.get()
                    : directory.writePerson(user, person.get().persona(), clock.instant());
        }
        var soul = Files.readString(directory.layout().soul());
        var frame = new PersonaTemplate(PersonaTemplate.CUSTOM, "Custom", "✨", "", "", soul);
        return directory.writePerson(user, CustomPersona.of(soul, "", frame).reference(), clock.instant());
    }

    private static boolean same(UserRecord one, UserRecord other) {
        return new UserRecord(
                        one.user(),
                        one.status(),
                        one.persona(),
                        one.incarnation(),
                        one.through(),
                        one.addresses(),
                        one.role(),
                        one.settings(),
                        other.at())
                .equals(other);
    }

    private static Object stamp(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (NoSuchFileException _) {
            return "";
        }
    }
}
