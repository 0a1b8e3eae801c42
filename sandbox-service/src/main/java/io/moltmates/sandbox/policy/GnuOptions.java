package io.moltmates.sandbox.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The options of one program that reads them as GNU's `getopt_long` does, without abbreviations.
///
/// Letters may stand in clusters, a value attached or as the next argument; options may follow operands;
/// `--` ends them. What is not in the table is refused.
final class GnuOptions {

    private static final Comparator<String> LETTERS =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    private final String program;
    private final String numberInstead;
    private final Map<Character, Option> letters;
    private final Map<String, Option> names;

    private GnuOptions(
            String program, String numberInstead, Map<Character, Option> letters, Map<String, Option> names) {
        this.program = program;
        this.numberInstead = numberInstead;
        this.letters = Map.copyOf(letters);
        this.names = Map.copyOf(names);
    }

    /// What was given, in order.
    ///
    /// @param beforeMark how many of the operands stand before `--`
    record Given(List<String> operands, int beforeMark, List<Use> uses) {

        boolean has(String name) {
            return uses.stream().anyMatch(use -> use.option().name().equals(name));
        }

        List<String> values(String name) {
            return uses.stream()
                    .filter(use -> use.option().name().equals(name))
                    .flatMap(use -> Stream.ofNullable(use.value()))
                    .toList();
        }
    }

    /// An option with the value that it was given.
    record Use(Option option, @Nullable String value) {}

    /// @param numberInstead what to write instead of `-5`, with N for the number; empty where that never meant anything
    static Table of(String program, String numberInstead) {
        return new Table(program, numberInstead);
    }

    /// Collects the options.
    static final class Table {

        private final String program;
        private final String numberInstead;
        private final Map<Character, Option> letters = new LinkedHashMap<>();
        private final Map<String, Option> names = new LinkedHashMap<>();

        private Table(String program, String numberInstead) {
            this.program = program;
            this.numberInstead = numberInstead;
        }

        /// @param ways letters and full names with spaces between, such as `n lines`
        Table add(Option option, String ways) {
            for (String way : ways.split(" ", -1)) {
                if (way.length() == 1) {
                    letters.put(way.charAt(0), option);
                } else {
                    names.put(way, option);
                }
            }
            return this;
        }

        Table flags(String ways) {
            for (String way : ways.split(" ", -1)) {
                add(Option.flag(way), way);
            }
            return this;
        }

        Table refused(String ways, String refusal) {
            return add(Option.refused(ways, refusal), ways);
        }

        GnuOptions build() {
            return new GnuOptions(program, numberInstead, letters, names);
        }
    }

    Given read(List<String> arguments) {
        var operands = new ArrayList<String>();
        var uses = new ArrayList<Use>();
        int index = 0;
        while (index < arguments.size()) {
            String argument = arguments.get(index++);
            if (argument.equals("--")) {
                int beforeMark = operands.size();
                operands.addAll(arguments.subList(index, arguments.size()));
                return new Given(operands, beforeMark, uses);
            }
            if (argument.equals("-") || !argument.startsWith("-")) {
                operands.add(argument);
                continue;
            }
            @Nullable String next = index < arguments.size() ? arguments.get(index) : null;
            boolean tookNext = argument.startsWith("--")
                    ? readName(argument.substring(2), next, uses)
                    : readCluster(argument, next, uses);
            index += tookNext ? 1 : 0;
        }
        return new Given(operands, operands.size(), uses);
    }

    private boolean readCluster(String argument, @Nullable String next, List<Use> uses) {
        for (int at = 1; at < argument.length(); at++) {
            char letter = argument.charAt(at);
            String shown = "-" + Shown.plain(argument.substring(at, argument.offsetByCodePoints(at, 1)));
            var option = letters.get(letter);
            if (option == null) {
                throw isDigit(letter) && !numberInstead.isEmpty()
                        ? obsolete(argument)
                        : unknown(shown + (argument.length() > 2 ? " (in " + Shown.plain(argument) + ")" : ""));
            }
            checkAllowed(option, shown);
            if (option.needsValue()) {
                boolean isAttached = at + 1 < argument.length();
                uses.add(use(option, shown, isAttached ? argument.substring(at + 1) : next));
                return !isAttached;
            }
            uses.add(new Use(option, null));
        }
        return false;
    }

    private boolean readName(String text, @Nullable String next, List<Use> uses) {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        @Nullable String attached = equals < 0 ? null : text.substring(equals + 1);
        String shown = "--" + Shown.plain(name);
        var option = names.get(name);
        if (option == null) {
            throw unknownName(name, shown);
        }
        checkAllowed(option, shown);
        if (option.value() == null && attached != null) {
            throw new RefusedException(program + " " + shown + " takes no value. Write " + shown + " alone.");
        }
        boolean takesNext = option.needsValue() && attached == null;
        boolean hasValue = takesNext || attached != null;
        uses.add(hasValue ? use(option, shown, takesNext ? next : attached) : new Use(option, null));
        return takesNext;
    }

    private Use use(Option option, String shown, @Nullable String value) {
        var allowed = option.value();
        if (allowed != null && (value == null || !allowed.allows(value))) {
            throw new RefusedException(program + " " + shown + " takes " + allowed.description() + ", not "
                    + (value == null ? "nothing" : Shown.quoted(value)) + ".");
        }
        return new Use(option, value);
    }

    private void checkAllowed(Option option, String shown) {
        if (option.refusal() != null) {
            throw new RefusedException(program + " " + shown + " is refused: " + option.refusal());
        }
    }

    private RefusedException unknownName(String name, String shown) {
        var meant = names.keySet().stream()
                .filter(full -> !name.isEmpty() && full.startsWith(name))
                .sorted()
                .map(full -> "--" + full)
                .toList();
        return meant.isEmpty()
                ? unknown(shown)
                : new RefusedException(
                        program + " " + shown + " is an abbreviation, which is refused. Write the full name: "
                                + String.join(" or ", meant) + "." + allowed());
    }

    private RefusedException unknown(String shown) {
        return new RefusedException("The option " + shown + " of " + program + " is not known here." + allowed());
    }

    private RefusedException obsolete(String argument) {
        String number = argument.replaceAll("[^0-9]+", " ").strip().replaceAll(" .*", "");
        return new RefusedException(program + " " + Shown.plain(argument)
                + " is an obsolete form, which is refused. Write " + numberInstead.replace("N", Shown.plain(number))
                + "."
                + allowed());
    }

    /// A sentence with all options that are allowed.
    String allowed() {
        return " These options are allowed: "
                + Stream.concat(
                                allowed(letters).map(letter -> "-" + letter).sorted(LETTERS),
                                allowed(names).map(name -> "--" + name).sorted())
                        .collect(Collectors.joining(" "))
                + ".";
    }

    private static <T> Stream<T> allowed(Map<T, Option> ways) {
        return ways.entrySet().stream()
                .filter(way -> way.getValue().refusal() == null)
                .map(Map.Entry::getKey);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
