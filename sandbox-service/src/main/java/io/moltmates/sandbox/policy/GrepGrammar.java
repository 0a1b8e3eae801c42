package io.moltmates.sandbox.policy;

import java.util.ArrayList;
import java.util.List;

/// `grep` in files that are named one by one, with patterns that are given as arguments.
final class GrepGrammar implements Grammar {

    private static final String NAMED = " Name each file as an argument of grep instead.";
    private static final Value CONTEXT = Value.number(0, 100_000);
    private static final Value WHEN = Value.oneOf("always", "never", "auto");

    private static final GnuOptions OPTIONS = GnuOptions.of("grep", "grep -C N")
            .flags("E extended-regexp F fixed-strings G basic-regexp i ignore-case no-ignore-case w word-regexp"
                    + " x line-regexp z null-data s no-messages v invert-match V version help b byte-offset"
                    + " n line-number line-buffered H with-filename h no-filename o only-matching q quiet silent a text"
                    + " I L files-without-match l files-with-matches c count T initial-tab Z null no-group-separator"
                    + " U binary")
            .add(Option.flag("perl-regexp"), "P perl-regexp")
            .add(Option.with("regexp", Value.TEXT), "e regexp")
            .add(Option.with("max-count", Value.number(0, 1_000_000_000)), "m max-count")
            .add(Option.with("context", CONTEXT), "A after-context B before-context C context")
            .add(Option.with("text", Value.TEXT), "label group-separator")
            .add(Option.with("binary-files", Value.oneOf("binary", "text", "without-match")), "binary-files")
            .add(Option.withOptional("color", WHEN), "color colour")
            .refused("f file", "it reads patterns from a file. Give each pattern with -e instead.")
            .refused("r recursive R dereference-recursive d directories", "it reads whole directories." + NAMED)
            .refused("D devices", "it is about devices, and there are none." + NAMED)
            .refused("exclude-from", "it reads patterns from a file." + NAMED)
            .refused("include exclude exclude-dir", "it is about searching directories, which is refused." + NAMED)
            .refused("y", "it is an obsolete form. Write -i instead.")
            .refused("u unix-byte-offsets", "it is obsolete, and does nothing. Leave it out.")
            .refused("X", "it is not documented. Write -E, -F or -G for the kind of pattern.")
            .build();

    @Override
    public List<String> files(List<String> arguments) {
        var given = OPTIONS.read(arguments);
        var patterns = new ArrayList<>(given.values("regexp"));
        var files = given.operands();
        if (!given.has("regexp") && !files.isEmpty()) {
            patterns.add(files.getFirst());
            files = files.subList(1, files.size());
        }
        if (given.has("perl-regexp")) {
            patterns.forEach(PerlPattern::check);
        }
        return files;
    }
}
