package io.moltmates.sandbox;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What became of each step that has an effect, on disk: so that a step which is asked for again is not
/// done again.
///
/// Lies in `sandbox/<person>/<incarnation>/<turn>/`: for each step a file that says which life of the service began it,
/// another one for each life that took it over, and one with its result. Each is made once, by whoever comes first: so
/// of
/// several lives that share the directory one does the step, and one's result counts.
final class StepRecords {

    private static final FileAttribute<Set<PosixFilePermission>> OURS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String STARTED = ".started";
    private static final String RESULT = ".json";
    private static final String RELEASED = ".released";

    private final Path directory;
    private final OwnerLease lease;
    private final BooleanSupplier sync;
    private final AtomicLong passing = new AtomicLong();

    /// @param directory of all people's records
    /// @param lease of the life that the steps are recorded for
    /// @param sync whether each record is forced to the disk, so that it holds when the power fails
    StepRecords(Path directory, OwnerLease lease, BooleanSupplier sync) {
        this.directory = directory;
        this.lease = lease;
        this.sync = sync;
    }

    /// What is known of a step.
    sealed interface Begin {

        /// It is new, and is now recorded as begun.
        record New() implements Begin {}

        /// It began before, in a life of this service that has ended, and has no result; it is this life's now.
        record CutOff() implements Begin {}

        /// It began in another life of this service that still runs, and has no result yet.
        record Elsewhere() implements Begin {}

        record Done(SandboxResult result) implements Begin {}

        /// Its turn is over, and nobody waits for it; it came once more because it was not committed yet.
        record Over() implements Begin {}
    }

    Begin begin(SandboxRequest request) {
        return begin(request, false);
    }

    /// The same, also if another life that began it still runs: if that goes on with it, its result does not count.
    Begin takeOver(SandboxRequest request) {
        return begin(request, true);
    }

    private Begin begin(SandboxRequest request, boolean anyway) {
        var known = result(request);
        if (known.isPresent()) {
            return new Begin.Done(known.get());
        }
        if (Files.exists(turnDirectory(request).resolve(RELEASED))) {
            return new Begin.Over();
        }
        try {
            lease.hold();
            makeTurnDirectory(request);
            int epoch = 0;
            for (var owner = owner(request, 0); owner.isPresent(); owner = owner(request, ++epoch)) {
                boolean last = !Files.exists(file(request, started(epoch + 1)));
                if (last && owner.get().equals(lease.name())) {
                    return new Begin.CutOff();
                }
                if (last && !anyway && !owner.get().isEmpty() && !lease.isGone(owner.get())) {
                    return new Begin.Elsewhere();
                }
            }
            if (!putOnce(request, started(epoch), lease.name().getBytes(StandardCharsets.UTF_8))) {
                return new Begin.Elsewhere();
            }
            if (epoch == 0) {
                return new Begin.New();
            }
            return result(request)
                    .<Begin>map(Begin.Done::new)
                    .orElseGet(Begin.CutOff::new); // recorded just before its end
        } catch (IOException e) {
            throw new UncheckedIOException("The record of a step could not be written", e);
        }
    }

    /// @return empty if nobody began it, or took it over for that time
    private Optional<String> owner(SandboxRequest request, int epoch) throws IOException {
        try {
            return Optional.of(Files.readString(file(request, started(epoch))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static String started(int epoch) {
        return epoch == 0 ? STARTED : STARTED + "." + epoch;
    }

    /// @return false if that file is there already
    private boolean putOnce(SandboxRequest request, String ending, byte[] bytes) throws IOException {
        var unfinished = file(request, ".tmp." + lease.name() + "." + passing.incrementAndGet());
        try {
            write(unfinished, bytes, StandardOpenOption.CREATE_NEW);
            Files.createLink(file(request, ending), unfinished); // unlike a move, it fails if the name is taken
            forceDirectory(turnDirectory(request));
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private Optional<SandboxResult> result(SandboxRequest request) {
        try {
            return Optional.of(RecordCodec.read(Files.readAllBytes(file(request, RESULT)), SandboxResult.class));
        } catch (NoSuchFileException | MalformedRecordException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The record of a step could not be read", e);
        }
    }

    /// @return the result that counts: another one's if that came first
    SandboxResult finish(SandboxRequest request, SandboxResult result) {
        byte[] bytes = RecordCodec.write(result);
        try {
            makeTurnDirectory(request);
            if (putOnce(request, RESULT, bytes)) {
                return result;
            }
            var first = result(request);
            if (first.isEmpty()) { // it can't be read, so it counts for nothing
                Files.delete(file(request, RESULT));
                putOnce(request, RESULT, bytes);
            }
            return first.orElse(result);
        } catch (IOException e) {
            throw new UncheckedIOException("The result of a step could not be recorded", e);
        }
    }

    /// Forgets the results of one turn, but not that it is over: requests that were not committed yet may come again.
    void release(SandboxRequest request, String turn) {
        var records = incarnationDirectory(request).resolve(safe(turn));
        if (!Files.isDirectory(records)) {
            return;
        }
        try {
            write(records.resolve(RELEASED), new byte[0], StandardOpenOption.CREATE);
            forceDirectory(records);
            try (Stream<Path> files = Files.list(records)) {
                for (Path file : files.toList()) {
                    if (!file.endsWith(RELEASED)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (NoSuchFileException _) {
            // forgotten at the same moment
        } catch (IOException e) {
            throw new UncheckedIOException("Records of steps could not be removed", e);
        }
    }

    /// Forgets all of a person's, as when their directory is gone.
    void forget(UserId user, String incarnation) {
        remove(directory.resolve(user.directoryName()).resolve(safe(incarnation)));
    }

    /// Forgets the turns that nobody released, when no one can ask for their steps any more.
    void removeOlderThan(Instant time) {
        try (var turns = Files.find(
                directory,
                3,
                (path, attributes) -> attributes.isDirectory()
                        && directory.relativize(path).getNameCount() == 3
                        && attributes.lastModifiedTime().toInstant().isBefore(time))) {
            turns.toList().forEach(StepRecords::remove);
        } catch (NoSuchFileException _) {
            // nobody has any yet
        } catch (IOException e) {
            throw new UncheckedIOException("Old records of steps could not be found", e);
        }
    }

    private static void remove(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            // there is nothing to forget
        } catch (IOException e) {
            throw new UncheckedIOException("Records of steps could not be removed", e);
        }
    }

    private void makeTurnDirectory(SandboxRequest request) throws IOException {
        Path turn = turnDirectory(request);
        if (Files.isDirectory(turn)) {
            return;
        }
        Files.createDirectories(turn, OURS_ONLY);
        Path parent = turn.getParent();
        while (parent != null && parent.startsWith(directory)) {
            forceDirectory(parent);
            parent = parent.getParent();
        }
    }

    private void write(Path file, byte[] bytes, OpenOption... options) throws IOException {
        var all = new HashSet<>(List.of(options));
        all.add(StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(file, all)) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (sync.getAsBoolean()) {
                channel.force(false);
            }
        }
    }

    private void forceDirectory(Path names) throws IOException {
        if (sync.getAsBoolean()) {
            try (var channel = FileChannel.open(names, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private Path file(SandboxRequest request, String ending) {
        return turnDirectory(request).resolve(safe(request.id()) + ending);
    }

    private Path turnDirectory(SandboxRequest request) {
        String id = request.id();
        int step = id.indexOf('#');
        return incarnationDirectory(request).resolve(safe(step < 0 ? id : id.substring(0, step)));
    }

    private Path incarnationDirectory(SandboxRequest request) {
        return directory.resolve(request.user().directoryName()).resolve(safe(request.incarnation()));
    }

    /// The text itself where it is safe as a file name, its hash otherwise.
    static String safe(String text) {
        if (text.matches("[A-Za-z0-9][A-Za-z0-9#._-]{0,120}")) {
            return text;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "_" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
