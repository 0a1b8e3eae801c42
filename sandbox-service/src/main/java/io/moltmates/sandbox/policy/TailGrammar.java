package io.moltmates.sandbox.policy;

import java.util.List;
import java.util.regex.Pattern;

/// `tail`, without all that waits for more.
final class TailGrammar implements Grammar {

    private static final String FOLLOWS =
            "it waits for a file to grow, and commands must end. Read the end of the file with tail -n 20, again later"
                    + " if need be.";

    private static final GnuOptions OPTIONS = GnuOptions.of("tail", "tail -n N for lines or tail -c N for bytes")
            .add(Option.with("bytes", Value.count("+-")), "c bytes")
            .add(Option.with("lines", Value.count("+-")), "n lines")
            .flags("q quiet silent v verbose z zero-terminated help version")
            .refused("f follow F retry pid s sleep-interval max-unchanged-stats", FOLLOWS)
            .build();

    /// The form that only `tail` still has: `+5`, `+5l`, `+f`.
    private static final Pattern OBSOLETE = Pattern.compile("\\+[0-9]*[bcl]?f?");

    @Override
    public List<String> files(List<String> arguments) {
        var given = OPTIONS.read(arguments);
        for (String operand : given.operands().subList(0, given.beforeMark())) {
            if (OBSOLETE.matcher(operand).matches()) {
                throw new RefusedException("tail " + Shown.plain(operand)
                        + " is an obsolete form, which is refused. Write tail -n +5 to start with line 5; for a file of"
                        + " that name write ./" + Shown.plain(operand) + ".");
            }
        }
        return given.operands();
    }
}
