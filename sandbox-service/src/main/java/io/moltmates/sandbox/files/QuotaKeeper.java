package io.moltmates.sandbox.files;

import io.moltmates.schema.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Knows how much of each person's lies on the disk, and lets only that be written which fits.
///
/// A tree is measured when it is not known, and then kept account of, so a write costs no measuring. It
/// is forgotten when something else may have written there ([#forget]), when a write fails halfway, and
/// after some minutes in any case; before anything is refused it is measured again, unless that was
/// done seconds ago. Thread-safe; a person's writes come one after the other.
final class QuotaKeeper {

    private static final long KEPT_NANOS = 300_000_000_000L;
    private static final long KEPT_TO_REFUSE_NANOS = 5_000_000_000L;
    private static final int PEOPLE_KEPT = 10_000;

    private final Quotas quotas;
    private final LongSupplier clock;
    private final Map<Key, Known> known = new ConcurrentHashMap<>();

    private record Key(UserId user, String incarnation, boolean workspace) {}

    private record Known(DiskUsage usage, long measuredAt) {}

    /// @param clock nanoseconds, from any origin
    QuotaKeeper(Quotas quotas, LongSupplier clock) {
        this.quotas = quotas;
        this.clock = clock;
    }

    /// The room that a person has where this path leads.
    Room room(PersonRoot root, UserId user, String incarnation, FilePath path) {
        return new Room(root, new Key(user, incarnation, path.inWorkspace()));
    }

    /// Something may have changed the person's files.
    void forget(UserId user) {
        known.keySet().removeIf(key -> key.user().equals(user));
    }

    private boolean fits(Key key, DiskUsage usage) {
        return usage.whole() && usage.bytes() <= mostBytes(key) && usage.entries() <= mostEntries(key);
    }

    private long mostBytes(Key key) {
        return key.workspace() ? quotas.workspaceBytes().getAsLong() : quotas.ownBytes();
    }

    private int mostEntries(Key key) {
        return key.workspace() ? quotas.workspaceEntries() : quotas.ownEntries();
    }

    private void keep(Key key, Known value) {
        if (known.size() >= PEOPLE_KEPT) {
            known.clear(); // measured anew when they write
        }
        known.put(key, value);
    }

    /// One operation's claim on the disk.
    final class Room {

        private final PersonRoot root;
        private final Key key;
        private @Nullable Known claimed;

        private Room(PersonRoot root, Key key) {
            this.root = root;
            this.key = key;
        }

        /// To be called before a file is written; [#taken] after it.
        ///
        /// @param size the file's, when it is written
        /// @param before the file in whose place it comes; null if there is none
        /// @param directories how many have to be made for it
        /// @throws FileRefusedException if it makes the person's files larger, and they may not grow so
        /// much
        void claim(long size, @Nullable FileStatus before, int directories) {
            long growth = FileStatus.counted(size) - (before == null ? 0 : before.counted());
            growth += directories * FileStatus.counted(1);
            int entries = directories + (before == null ? 1 : 0);
            var current = known.remove(key);
            if (growth <= 0 && entries == 0) {
                claimed = current == null ? null : grown(current, growth, 0);
                return;
            }
            if (current == null || clock.getAsLong() - current.measuredAt() > KEPT_NANOS) {
                current = measured();
            }
            var after = grown(current, growth, entries);
            if (!fits(key, after.usage()) && clock.getAsLong() - current.measuredAt() > KEPT_TO_REFUSE_NANOS) {
                current = measured();
                after = grown(current, growth, entries);
            }
            if (!fits(key, after.usage())) {
                keep(key, current);
                throw new FileRefusedException(
                        QuotaSentence.of(key.workspace(), current.usage(), growth, mostBytes(key), mostEntries(key)));
            }
            claimed = after;
        }

        void taken() {
            if (claimed != null) {
                keep(key, claimed);
            }
        }

        private Known measured() {
            return new Known(root.usage(key.workspace(), mostEntries(key)), clock.getAsLong());
        }

        private static Known grown(Known from, long bytes, int entries) {
            return new Known(from.usage().plus(bytes, entries), from.measuredAt());
        }
    }
}
