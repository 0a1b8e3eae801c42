package io.moltmates.schema;

import java.time.Duration;

/// One topic: its name, what its records are, and how long they are kept.
///
/// @param retention how long records are kept; of no meaning for a compacted topic, which keeps the last one of each
/// key
/// @param retentionBytes how many bytes a partition keeps at the most
public record Topic<T extends TopicRecord>(
        String name,
        Class<T> type,
        Partitioning partitioning,
        boolean compacted,
        Duration retention,
        long retentionBytes) {

    static final String FAMILY = "moltmate.";

    private static final String DEAD_LETTER_SUFFIX = ".dlq";

    /// How its partitions are counted.
    public enum Partitioning {
        /// Keyed by person; all topics of this kind have the same number, so that a person has the same partition in
        /// each.
        PEOPLE,
        /// A table that is read whole by each reader, or one that carries little: a single partition.
        SINGLE
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
                false,
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
