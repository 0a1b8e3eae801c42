package io.moltmates.sandbox.policy;

import java.util.List;
import java.util.Map;

/// The grammars of the programs whose options are known, as Debian 12 has them: coreutils 9.1, grep 3.8, poppler 22.12.
///
/// What is not in a table is refused, so a newer version of a program gains nothing until its table is extended.
final class Grammars {

    private static final Map<String, Grammar> BY_PROGRAM = Map.of(
            "cat",
            cat(),
            "head",
            head(),
            "tail",
            new TailGrammar(),
            "grep",
            new GrepGrammar(),
            "wc",
            wc(),
            "pdftotext",
            new PdftotextGrammar());

    private Grammars() {}

    static Map<String, Grammar> byProgram() {
        return BY_PROGRAM;
    }

    private static Grammar cat() {
        return allFiles(GnuOptions.of("cat", "")
                .flags("A show-all b number-nonblank e E show-ends n number s squeeze-blank t T show-tabs u v"
                        + " show-nonprinting help version")
                .build());
    }

    private static Grammar head() {
        return allFiles(GnuOptions.of("head", "head -n N for lines or head -c N for bytes")
                .add(Option.with("bytes", Value.count("-")), "c bytes")
                .add(Option.with("lines", Value.count("-")), "n lines")
                .flags("q quiet silent v verbose z zero-terminated help version")
                .build());
    }

    private static Grammar wc() {
        return allFiles(GnuOptions.of("wc", "")
                .flags("c bytes m chars l lines L max-line-length w words help version")
                .refused(
                        "files0-from",
                        "it reads the names of files from a file. Name each file as an argument of wc instead.")
                .build());
    }

    private static Grammar allFiles(GnuOptions options) {
        return arguments -> {
            List<String> files = options.read(arguments).operands();
            return List.copyOf(files);
        };
    }
}
