package io.moltmates.sandbox.policy;

import static io.moltmates.sandbox.policy.Requests.exec;
import static io.moltmates.sandbox.policy.Requests.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.policy.ExecPlan.Condition;
import io.moltmates.sandbox.policy.ExecPolicy.Decision;
import io.moltmates.schema.config.ExecConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PolicyPropertiesTest {

    private static final ExecPolicy POLICY = new ExecPolicy(ExecConfig.DEFAULT);

    /// What hostile lines are made of.
    private static final List<String> PIECES = List.of(
            "cat",
            "head",
            "tail",
            "grep",
            "wc",
            "pdftotext",
            "sh",
            "id",
            " ",
            " ",
            "  ",
            "\t",
            "|",
            "||",
            "&&",
            ";",
            "&",
            ">",
            "<",
            "$",
            "`",
            "*",
            "?",
            "~",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "!",
            "#",
            "'",
            "\"",
            "\\",
            "-",
            "--",
            "-f",
            "-n",
            "5",
            "+5",
            "-r",
            "--file=",
            "--lines",
            "=",
            "/",
            "..",
            "../",
            "/etc/passwd",
            "/workspace/a",
            "/tmp/x",
            "a",
            "notes.txt",
            "http://x",
            "://",
            "\n",
            "\0",
            "\u0007",
            "\u0085",
            "\ud800",
            "é",
            "😀",
            "-P",
            "(a+)+",
            "-e",
            "-upw",
            "- ");

    @Provide
    Arbitrary<String> hostileLines() {
        return Arbitraries.of(PIECES).list().ofMaxSize(14).map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<String> arguments() {
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(12), Arbitraries.of(PIECES), hostileLines());
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withChars('\t', 'é', '\u00A0', '\'', '"', '\\', '$')
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<List<CommandLine.Commands>> commands() {
        var stages =
                words().list().ofMinSize(1).ofMaxSize(4).list().ofMinSize(1).ofMaxSize(4);
        return Combinators.combine(Arbitraries.of(Condition.class), stages)
                .as(CommandLine.Commands::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(commands -> {
                    var first = new CommandLine.Commands(
                            Condition.ALWAYS, commands.getFirst().stages());
                    var all = new ArrayList<>(commands);
                    all.set(0, first);
                    return List.copyOf(all);
                });
    }

    @Property
    void whatIsQuotedIsReadAsItWas(@ForAll("commands") List<CommandLine.Commands> commands, @ForAll int style) {
        var line = new StringBuilder();
        for (var command : commands) {
            line.append(line.isEmpty() ? "" : operator(command.condition()));
            line.append(String.join(
                    style % 2 == 0 ? "|" : " | ",
                    command.stages().stream()
                            .map(stage -> String.join(
                                    style % 3 == 0 ? "\t" : " ",
                                    stage.stream()
                                            .map(word -> quoted(word, style))
                                            .toList()))
                            .toList()));
        }

        assertThat(CommandLine.parse(line.toString())).isEqualTo(commands);
    }

    private static String operator(Condition condition) {
        return switch (condition) {
            case ALWAYS -> "; ";
            case IF_SUCCEEDED -> "&&";
            case IF_FAILED -> " || ";
        };
    }

    private static String quoted(String word, int style) {
        return switch (Math.floorMod(style ^ word.hashCode(), 3)) {
            case 0 -> "'" + word.replace("'", "'\\''") + "'";
            case 1 -> "\"" + word.replaceAll("[\"\\\\$`]", "\\\\$0") + "\"";
            default -> word.isEmpty() ? "''" : word.replaceAll("(?s).", "\\\\$0");
        };
    }

    @Property(tries = 4000)
    void aHostileLineIsAnsweredAndNeverRunsWhatIsNotListed(@ForAll("hostileLines") String line) {
        check(POLICY.decide(line(line)));
    }

    @Property(tries = 4000)
    void anyTextIsAnswered(@ForAll String line) {
        check(POLICY.decide(line(line)));
        check(POLICY.decide(line("cat " + line)));
        check(POLICY.decide(line("grep -P '" + line + "' a")));
    }

    @Property(tries = 4000)
    void anyVectorIsAnsweredAndIsOneProgram(
            @ForAll("arguments") String first, @ForAll("arguments") String second, @ForAll("arguments") String third) {
        for (String program : ExecConfig.KNOWN_PROGRAMS) {
            var arguments = List.of(program, first, second, third);
            var decision = POLICY.decide(exec(null, arguments, 0));
            check(decision);
            if (decision instanceof Decision.Allowed(var plan, var _)) {
                var stage = plan.pipelines().getFirst().stages().getFirst();
                assertThat(plan.pipelines()).hasSize(1);
                assertThat(stage.arguments()).isEqualTo(arguments.subList(1, 4));
            }
        }
    }

    @Property
    void aRefusalForAnUnquotedCharacterNamesIt(@ForAll("specials") String special, @ForAll("plainWords") String word) {
        Assume.that(!word.isEmpty());
        var decision = POLICY.decide(line("cat " + word + special + word));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason()).contains("the character " + special + " "));
        assertThat(POLICY.decide(line("cat " + word + "\\" + special + word))).isInstanceOf(Decision.Allowed.class);
        assertThat(POLICY.decide(line("cat '" + word + special + word + "'"))).isInstanceOf(Decision.Allowed.class);
    }

    @Provide
    Arbitrary<String> specials() {
        return Arbitraries.of("$", "`", ">", "<", "*", "?", "~", "(", ")", "{", "}", "[", "]");
    }

    @Provide
    Arbitrary<String> plainWords() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMaxLength(6);
    }

    /// What must hold of every decision.
    static void check(Decision decision) {
        switch (decision) {
            case Decision.Denied(var reason) ->
                assertThat(reason).matches("(?s)[\\x20-\\uffff&&[^\\x7f-\\x9f]]{20,1200}[.]");
            case Decision.Allowed(var plan, var _) -> {
                assertThat(plan.pipelines()).hasSizeLessThanOrEqualTo(Bounds.PIPELINES);
                for (var pipeline : plan.pipelines()) {
                    assertThat(pipeline.stages()).hasSizeLessThanOrEqualTo(Bounds.STAGES);
                    for (var stage : pipeline.stages()) {
                        assertThat(stage.program()).isIn(ExecConfig.KNOWN_PROGRAMS);
                        assertThat(stage.writes()).isFalse();
                        assertThat(stage.arguments()).containsAll(stage.operands());
                        assertThat(String.join("", stage.arguments()))
                                .matches("(?s)[\\t\\x20-\\x{10ffff}&&[^\\x7f-\\x9f]]*");
                        assertThat(stage.operands())
                                .allMatch(operand -> !operand.contains("://") && staysInside(operand));
                    }
                }
            }
        }
    }

    /// Walks step by step; nothing but the workspace, `/tmp` and what is beneath them is inside.
    private static boolean staysInside(String operand) {
        var normal = Path.of("/workspace").resolve(operand).normalize();
        return normal.startsWith("/workspace") || normal.startsWith("/tmp");
    }
}
