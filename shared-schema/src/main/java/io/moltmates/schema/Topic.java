package io.moltmates.schema;

import java.time.Duration;
import java.util.List;

/// One topic: its name, what its records are, and how long they are kept.
///
/// @param retention how long records are kept; of no meaning where nothing is deleted by age
/// @param retentionBytes how many bytes a partition keeps at the most; [#UNLIMITED] for all
public record Topic<T extends TopicRecord>(
        String name,
        Class<T> type,
        Partitioning partitioning,
        Cleanup cleanup,
        Duration retention,
        long retentionBytes) {

    /// What the plain name of each topic begins with.
    public static final String FAMILY = "moltmate.";

    /// As many bytes as there are.
    public static final long UNLIMITED = -1;

    private static final String DEAD_LETTER_SUFFIX = ".dlq";

    /// How its partitions are counted.
    public enum Partitioning {
        /// Keyed by person; all topics of this kind have the same number, so that a person has the same partition in
        /// each.
        PEOPLE,
        /// A table that is read whole by each reader, or one that carries little: a single partition.
        SINGLE
    }

    /// What goes when.
    public enum Cleanup {
        /// Records that are older than the retention.
        BY_AGE("delete"),
        /// Records whose key has a newer one.
        BY_KEY("compact"),
        /// Both.
        BY_KEY_AND_AGE("compact,delete");

        private final String policies;

        Cleanup(String policies) {
            this.policies = policies;
        }

        /// As Kafka writes it in `cleanup.policy`, where commas are between.
        public List<String> policies() {
            return List.of(policies.split(","));
        }
    }

    /// Whether it keeps just the last record of each key.
    public boolean compacted() {
        return cleanup != Cleanup.BY_AGE;
    }

    /// Whether records go when they are older than the retention.
    public boolean expires() {
        return cleanup != Cleanup.BY_KEY;
    }

    /// The name as an operator writes it, such as `ingress` or `ingress.dlq`.
    public String shortName() {
        return name.startsWith(FAMILY) ? name.substring(FAMILY.length()) : name;
    }

    /// Whether this is its name or its short name.
    public boolean isNamed(String text) {
        return text.equals(name) || text.equals(shortName());
    }

    /// Where a record of this topic goes that can't be processed.
    public Topic<DeadLetter> deadLetters() {
        return new Topic<>(
                name + DEAD_LETTER_SUFFIX,
                DeadLetter.class,
                Partitioning.SINGLE,
                Cleanup.BY_AGE,
                Duration.ofDays(14),
                Topics.BYTES);
    }

    /// A topic with content keeps it as long as the configuration says, any other as long as it is good for.
    public Duration retention(Duration configured) {
        return retention.equals(Topics.CONTENT) ? configured : retention;
    }

    /// A PEOPLE topic has this many partitions when the configuration says so, any other has one.
    public int partitions(int configured) {
        return partitioning == Partitioning.PEOPLE ? configured : 1;
    }
}
