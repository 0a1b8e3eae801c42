package io.moltmates.sandbox.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `pdftotext`, which has options of its own kind: a whole word behind one `-`, anywhere, its value always the next
/// argument.
///
/// Its second operand must be `-`: without it, it writes a file beside the one that it reads.
final class PdftotextGrammar implements Grammar {

    private static final Value PIXELS = Value.number(0, 100_000);

    private static final Map<String, Value> WITH_VALUE = Map.ofEntries(
            Map.entry("-f", Value.number(0, 1_000_000)),
            Map.entry("-l", Value.number(0, 1_000_000)),
            Map.entry("-r", Value.decimal(2400)),
            Map.entry("-x", PIXELS),
            Map.entry("-y", PIXELS),
            Map.entry("-W", PIXELS),
            Map.entry("-H", PIXELS),
            Map.entry("-fixed", Value.decimal(1000)),
            Map.entry("-colspacing", Value.decimal(1000)),
            Map.entry("-enc", Value.oneOf("ASCII7", "Latin1", "Symbol", "UTF-16", "UTF-8", "ZapfDingbats")),
            Map.entry("-eol", Value.oneOf("unix", "dos", "mac")),
            Map.entry("-opw", Value.TEXT),
            Map.entry("-upw", Value.TEXT));

    private static final List<String> FLAGS = List.of(
            "-layout", "-raw", "-nodiag", "-htmlmeta", "-tsv", "-nopgbrk", "-bbox", "-bbox-layout", "-cropbox", "-q");

    /// They print something about the program, and read nothing.
    private static final List<String> ABOUT = List.of("-listenc", "-v", "-h", "-help", "--help", "-?");

    private static final String FORM = " Write pdftotext [options] FILE.pdf - so that the text comes back to you.";

    @Override
    public List<String> files(List<String> arguments) {
        var operands = new ArrayList<String>();
        boolean isAbout = false;
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            if (argument.equals("--")) {
                operands.addAll(arguments.subList(index + 1, arguments.size()));
                break;
            }
            var value = WITH_VALUE.get(argument);
            if (value != null) {
                index++;
                checkValue(argument, value, index < arguments.size() ? arguments.get(index) : null);
            } else if (ABOUT.contains(argument)) {
                isAbout = true;
            } else if (argument.equals("-") || !argument.startsWith("-")) {
                operands.add(argument);
            } else if (!FLAGS.contains(argument)) {
                throw unknown(argument);
            }
        }
        return isAbout && operands.isEmpty() ? List.of() : List.of(onlyFile(operands));
    }

    private static void checkValue(String option, Value allowed, @Nullable String value) {
        if (value == null || !allowed.allows(value)) {
            throw new RefusedException("pdftotext " + option + " takes " + allowed.description() + ", not "
                    + (value == null ? "nothing" : Shown.quoted(value)) + ".");
        }
    }

    private static String onlyFile(List<String> operands) {
        if (operands.isEmpty()) {
            throw new RefusedException("pdftotext needs a file to read." + FORM);
        }
        if (operands.size() == 1) {
            throw new RefusedException(
                    "pdftotext with one file writes the text into a second one, which is refused." + FORM);
        }
        if (operands.size() > 2 || !operands.get(1).equals("-")) {
            throw new RefusedException("pdftotext may have no second file but -, and "
                    + Shown.quoted(operands.get(operands.size() > 2 ? 2 : 1)) + " is another." + FORM);
        }
        return operands.getFirst();
    }

    private static RefusedException unknown(String argument) {
        var allowed = new TreeSet<>(WITH_VALUE.keySet());
        allowed.addAll(FLAGS);
        allowed.addAll(ABOUT);
        return new RefusedException("The option " + Shown.plain(argument)
                + " of pdftotext is not known here; its options stand alone and in full, with the value as the next"
                + " argument. These options are allowed: " + String.join(" ", allowed) + ".");
    }
}
