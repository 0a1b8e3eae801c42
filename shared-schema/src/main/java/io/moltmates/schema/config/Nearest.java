package io.moltmates.schema.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that somebody probably meant.
public final class Nearest {

    private Nearest() {}

    /// The known word with the fewest typing mistakes, or nothing if none is near; ignores upper and lower case.
    public static Optional<String> to(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= tolerance(word, candidate))
                .min(Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// How many letters must be added, dropped, replaced or swapped with their neighbour.
    static int distance(String left, String right) {
        String one = left.toLowerCase(Locale.ROOT);
        String other = right.toLowerCase(Locale.ROOT);
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            last[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = last[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, Math.min(last[column], current[column - 1]) + 1);
                if (row > 1
                        && column > 1
                        && one.charAt(row - 1) == other.charAt(column - 2)
                        && one.charAt(row - 2) == other.charAt(column - 1)) {
                    current[column] = Math.min(current[column], beforeLast[column - 2] + 1);
                }
            }
            beforeLast = last;
            last = current;
        }
        return last[other.length()];
    }

    private static int tolerance(String word, String candidate) {
        return Math.max(1, Math.min(word.length(), candidate.length()) / 2);
    }
}
