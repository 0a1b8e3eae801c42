package io.moltmates.agent;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a journal file: the session, and the how-manieth writer it has.
record SegmentName(String session, long epoch) implements Comparable<SegmentName> {

    private static final Pattern FILE = Pattern.compile("([A-Za-z0-9_-]{1,100})\\.([0-9]{1,15})\\.jsonl");
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparing(SegmentName::session).thenComparingLong(SegmentName::epoch);

    static Optional<SegmentName> parse(String fileName) {
        var match = FILE.matcher(fileName);
        return match.matches()
                ? Optional.of(new SegmentName(match.group(1), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    String fileName() {
        return session + "." + epoch + ".jsonl";
    }

    SegmentName next() {
        return new SegmentName(session, epoch + 1);
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }
}
