package io.moltmates.sandbox.policy;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What may be given as the value of an option.
///
/// @param description how to go on from "takes": `a number from 0 to 9`
record Value(String description, Predicate<String> allowed) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,12}");
    private static final Pattern COUNT = Pattern.compile("([-+]?)([0-9]{1,13})([A-Za-z]{0,3})");
    private static final long MOST = 1_000_000_000_000L;
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 512L),
            Map.entry("k", 1024L),
            Map.entry("K", 1024L),
            Map.entry("kB", 1000L),
            Map.entry("KB", 1000L),
            Map.entry("KiB", 1024L),
            Map.entry("m", 1L << 20),
            Map.entry("M", 1L << 20),
            Map.entry("MB", 1_000_000L),
            Map.entry("MiB", 1L << 20),
            Map.entry("G", 1L << 30),
            Map.entry("GB", 1_000_000_000L),
            Map.entry("GiB", 1L << 30));

    static final Value TEXT = new Value("a text", _ -> true);

    boolean allows(String value) {
        return allowed.test(value);
    }

    /// A whole number without a sign.
    static Value number(long least, long most) {
        return new Value(
                "a number from " + least + " to " + most,
                value -> DIGITS.matcher(value).matches()
                        && Long.parseLong(value) >= least
                        && Long.parseLong(value) <= most);
    }

    /// A number with a unit if need be, as `head` and `tail` have it.
    ///
    /// @param signs the signs that may stand before it
    static Value count(String signs) {
        return new Value(
                "a number such as 20, " + signs.charAt(0) + "20 or 4K, of at most " + MOST,
                value -> isCount(value, signs));
    }

    private static boolean isCount(String value, String signs) {
        var matcher = COUNT.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        var unit = UNITS.get(matcher.group(3));
        return unit != null && signs.contains(matcher.group(1)) && Long.parseLong(matcher.group(2)) <= MOST / unit;
    }

    /// A number with a point if need be.
    static Value decimal(int most) {
        return new Value(
                "a number from 0 to " + most + " such as 2.5",
                value -> value.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") && Double.parseDouble(value) <= most);
    }

    static Value oneOf(String... values) {
        var choices = List.of(values);
        return new Value("one of " + String.join(", ", choices), choices::contains);
    }
}
