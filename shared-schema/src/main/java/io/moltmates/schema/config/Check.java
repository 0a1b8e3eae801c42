package io.moltmates.schema.config;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// The checks that the records of the configuration share.
final class Check {

    private Check() {}

    static void range(String component, long value, long least, long most) {
        if (value < least || value > most) {
            throw new InvalidSetting(
                    component,
                    "is not between " + least + " and " + most,
                    "Give a number from " + least + " to " + most + ".");
        }
    }

    static void range(String component, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InvalidSetting(
                    component,
                    "is not between " + least + " and " + most,
                    "Give a number from " + least + " to " + most + ".");
        }
    }

    static void range(String component, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            String limits = Durations.format(least) + " and " + Durations.format(most);
            throw new InvalidSetting(
                    component,
                    "is not between " + limits,
                    "Give a duration between " + limits + ", such as 30s or 5m.");
        }
    }

    static void range(String component, ByteSize value, ByteSize least, ByteSize most) {
        if (value.bytes() < least.bytes() || value.bytes() > most.bytes()) {
            throw new InvalidSetting(
                    component,
                    "is not between " + least + " and " + most,
                    "Give a size between " + least + " and " + most + ", such as 512m.");
        }
    }

    static void filled(String component, String value, String right) {
        if (value.isBlank()) {
            throw new InvalidSetting(component, "is empty", right);
        }
    }

    /// Checks each element, and names the first one that fails as `component[index]`.
    static void each(String component, List<String> values, Predicate<String> allowed, String wrong, String right) {
        for (int index = 0; index < values.size(); index++) {
            if (!allowed.test(values.get(index))) {
                throw new InvalidSetting(component + "[" + index + "]", wrong, right);
            }
        }
    }
}
