package io.moltmates.sandbox.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A line that is read gives the words that a POSIX shell makes of it, so nothing that is checked here
/// can mean something else to a person who knows one.
class ShellAgreementTest {

    private static final Path SHELL = Path.of("/bin/sh");
    private static final int LINES = 3000;

    /// A function of the shell's that prints its words, one a line, and then a mark; it fails for the word `no`.
    @SuppressWarnings("OrphanedFormatString") // the shell reads it
    private static final String PRINT_WORDS =
            "w() { for x do printf '%s\\n' \"$x\"; done; printf '\\001\\n'; [ \"$1\" != no ]; }\n";

    private static final List<String> PIECES = List.of(
            "a", "b c", " ", " ", "\t", "'", "'", "\"", "\"", "\\", "\\", "\\\\", "\\\"", "\\'", "\\$", "$", "`", "-n",
            "=", "x=y", "#", "!", "a#b", "%", "^", ",", ":", "@", "+", ".", "..", "/", "é", "😀", "\u00A0", "\\n",
            "\\ ", "''", "\"\"", "~", "*", "[", "{", "|", "||", "&&", ";", "&", ">");

    @Test
    void theShellMakesTheSameWords() throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "needs /bin/sh");
        var read = new ArrayList<List<String>>();
        var script = new StringBuilder(PRINT_WORDS);
        var random = new Random(20261124);

        for (int tries = 0; read.size() < LINES; tries++) {
            assertThat(tries).as("lines that are read are not rare").isLessThan(LINES * 100);
            String line = line(random);
            var words = words(line);
            if (words != null) {
                read.add(words);
                script.append("w ").append(line).append('\n');
            }
        }

        assertThat(run(script.toString())).isEqualTo(read);
    }

    /// The shell's own words for several commands: `w` prints those of each.
    @Test
    void theShellRunsTheSameCommandsInTheSameOrder() throws Exception {
        assumeTrue(Files.isExecutable(SHELL), "needs /bin/sh");
        var line = "w a&&w b||w c;w no || w d && w no && w e ; w 'f;g'|| w h;";

        var ran = new ArrayList<List<String>>();
        boolean succeeded = true;
        for (var command : CommandLine.parse(line)) {
            boolean runs = switch (command.condition()) {
                case ALWAYS -> true;
                case IF_SUCCEEDED -> succeeded;
                case IF_FAILED -> !succeeded;
            };
            if (runs) {
                var words = command.stages().getFirst();
                ran.add(words.subList(1, words.size()));
                succeeded = !words.get(1).equals("no");
            }
        }

        assertThat(run(PRINT_WORDS + line + "\n")).isEqualTo(ran);
    }

    private static String line(Random random) {
        var line = new StringBuilder();
        for (int count = 1 + random.nextInt(12); count > 0; count--) {
            line.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return line.toString();
    }

    /// Nothing where the line is refused, is empty, or has more than one program.
    private static @Nullable List<String> words(String line) {
        try {
            var commands = CommandLine.parse(line);
            return commands.size() == 1
                            && commands.getFirst().stages().size() == 1
                            && !line.strip().endsWith(";")
                    ? commands.getFirst().stages().getFirst()
                    : null;
        } catch (RefusedException _) {
            return null;
        }
    }

    private static List<List<String>> run(String script) throws IOException, InterruptedException {
        var file = Files.createTempFile("moltmate-words", ".sh");
        var output = Files.createTempFile("moltmate-words", ".out");
        try {
            Files.writeString(file, script);
            var builder = new ProcessBuilder(SHELL.toString(), file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C.UTF-8");
            var process = builder.start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            var lines = new ArrayList<List<String>>();
            var words = new ArrayList<String>();
            for (String word : Files.readString(output, StandardCharsets.UTF_8).split("\n", -1)) {
                if (word.equals("\u0001")) {
                    lines.add(List.copyOf(words));
                    words.clear();
                } else {
                    words.add(word);
                }
            }
            return lines;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(output);
        }
    }
}
