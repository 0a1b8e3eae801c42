package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// One person, or one group, on one channel: `telegram_123456`, `signal_+49170…`, `telegram_-100987`.
///
/// Holds the id as the platform wrote it. It is also the record key of every message about them;
/// [#directoryName()] is the form that is safe on disk.
public record UserId(@JsonValue String value) implements Comparable<UserId> {

    /// The longest id that is taken, in characters; platforms' ids are far shorter.
    public static final int MAX_LENGTH = 1024;

    @JsonCreator
    public UserId {
        int separator = value.indexOf('_');
        if (separator < 1 || separator == value.length() - 1 || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("Not a user id: '" + abbreviated(value)
                    + "'. Expected <channel>_<platform id>, at most " + MAX_LENGTH + " characters.");
        }
        if (!value.substring(0, separator).chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("Not a user id: '" + abbreviated(value)
                    + "'. The channel before the first '_' has lower-case letters and digits only.");
        }
    }

    public static UserId of(String channel, String platformId) {
        return new UserId(channel + "_" + platformId);
    }

    public String channel() {
        return value.substring(0, value.indexOf('_'));
    }

    public String platformId() {
        return value.substring(value.indexOf('_') + 1);
    }

    /// The name of this person's directory: reversible and safe on every file system, see [DirectoryName].
    public String directoryName() {
        return DirectoryName.of(this);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static String abbreviated(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
