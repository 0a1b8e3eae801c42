package io.moltmates.sandbox.policy;

import static io.moltmates.sandbox.policy.Requests.exec;
import static io.moltmates.sandbox.policy.Requests.line;
import static io.moltmates.sandbox.policy.Requests.plan;
import static io.moltmates.sandbox.policy.Requests.reason;
import static io.moltmates.sandbox.policy.Requests.vector;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.policy.ExecPlan.Condition;
import io.moltmates.sandbox.policy.ExecPlan.Pipeline;
import io.moltmates.sandbox.policy.ExecPlan.Stage;
import io.moltmates.sandbox.policy.ExecPolicy.Decision;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.ProgramConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecPolicyTest {

    private static final Duration LIMIT = ExecConfig.DEFAULT.timeout();
    private static final String ALLOWED = "These may run: cat, head, tail, grep, wc, pdftotext.";

    private final ExecPolicy policy = new ExecPolicy(ExecConfig.DEFAULT);

    private static ExecPolicy with(Map<String, ProgramConfig> programs, String... safeBins) {
        return new ExecPolicy(
                new ExecConfig(ExecConfig.Security.ALLOWLIST, List.of(safeBins), Duration.ofMinutes(1), programs));
    }

    @Test
    void plansEachPipelineWithTheFilesOfItsPrograms() {
        assertThat(plan(policy, line("grep -e x -- a.txt /tmp/b | wc -l - && cat notes/c; head -n 3")))
                .isEqualTo(new ExecPlan(List.of(
                        new Pipeline(
                                Condition.ALWAYS,
                                List.of(
                                        new Stage(
                                                "grep",
                                                List.of("-e", "x", "--", "a.txt", "/tmp/b"),
                                                List.of("a.txt", "/tmp/b"),
                                                false),
                                        new Stage("wc", List.of("-l", "-"), List.of(), false))),
                        new Pipeline(
                                Condition.IF_SUCCEEDED,
                                List.of(new Stage("cat", List.of("notes/c"), List.of("notes/c"), false))),
                        new Pipeline(
                                Condition.ALWAYS, List.of(new Stage("head", List.of("-n", "3"), List.of(), false))))));
    }

    @Test
    void nothingInAnArgumentVectorMeansAnythingToAShell() {
        assertThat(plan(policy, vector("grep", "|", ";", "&&", "$(id) `id` > *")))
                .isEqualTo(new ExecPlan(List.of(new Pipeline(
                        Condition.ALWAYS,
                        List.of(new Stage(
                                "grep",
                                List.of("|", ";", "&&", "$(id) `id` > *"),
                                List.of(";", "&&", "$(id) `id` > *"),
                                false))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf .",
                "/bin/cat a",
                "./cat a",
                "Cat a",
                "cat\u00A0a",
                "ca\u200Bt a",
                "c\u0430t a",
                "bash -c ls",
                "''",
                "",
                " ",
                "cat a | sh",
                "cat a; id",
                "cat a && ls",
                "cat a || ls",
                "FOO=bar cat a",
                "PATH+=x cat"
            })
    void deniesEverythingElseAndSaysWhatMayRun(String line) {
        assertThat(reason(policy, line(line))).contains(ALLOWED);
        assertThat(reason(policy, exec(null, line.isEmpty() ? List.of() : List.of(line, "a"), 0)))
                .contains(ALLOWED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grpe x a      | Did you mean grep?",
                "/usr/bin/cat a| \"/usr/bin/cat\" is a path; programs are called by their plain name only. Write cat.",
                "./run a       | \"./run\" is a path",
                "LD_PRELOAD=x cat a | sets a variable, which is refused",
                "c\u0430t a    | \"cU+0430t\" is not a program that may run. Did you mean cat?"
            })
    void saysWhatWasProbablyMeant(String line, String message) {
        assertThat(reason(policy, line(line))).contains(message);
    }

    @Test
    void deniesArgumentsThatNoProgramCanTake() {
        for (String argument : List.of("a\0b", "a\nb", "a\rb", "\u001b[2J", "a\u0085b", "\ud800", "\udc00\ud800")) {
            assertThat(reason(policy, vector("cat", argument))).startsWith("An argument holds ");
        }
        assertThat(plan(policy, vector("cat", "a\tb", "\ufffd", "😀"))).isNotNull();
        assertThat(reason(policy, exec("cat a", List.of("cat", "a"), 0))).contains("not both");
    }

    @Test
    void boundsArgumentsAndBytes() {
        assertThat(plan(policy, exec(null, Collections.nCopies(256, "cat"), 0))).isNotNull();
        assertThat(reason(policy, exec(null, Collections.nCopies(257, "cat"), 0)))
                .contains("at most 256 arguments");
        assertThat(reason(policy, line("cat " + "a ".repeat(256)))).contains("at most 256 arguments");
        assertThat(reason(policy, vector("cat", "x".repeat(16385)))).contains("an argument has at most 16384 bytes");
        assertThat(reason(policy, vector("cat", "é".repeat(8193)))).contains("an argument has at most 16384 bytes");
        assertThat(reason(policy, vector("cat", "x".repeat(10_000_000)))).contains("at most");
        String long16k = "x".repeat(16384);
        assertThat(reason(policy, vector("cat", long16k, long16k, long16k, long16k)))
                .contains("at most 65536 bytes together");
    }

    @Test
    void runsNothingWhenCommandsAreOff() {
        assertThat(reason(new ExecPolicy(ExecConfig.OFF), line("cat a"))).contains("switched off");
        assertThat(reason(with(Map.of()), line("cat a"))).contains("switched off");
    }

    @Test
    void takesAShorterLimitButNoLongerOne() {
        var arguments = List.of("cat");
        assertThat(policy.decide(exec(null, arguments, 500)))
                .isInstanceOfSatisfying(
                        Decision.Allowed.class,
                        allowed -> assertThat(allowed.limit()).isEqualTo(Duration.ofMillis(500)));
        for (long timeout : List.of(Long.MAX_VALUE, 0L, -1L)) {
            assertThat(policy.decide(exec(null, arguments, timeout)))
                    .isInstanceOfSatisfying(
                            Decision.Allowed.class,
                            allowed -> assertThat(allowed.limit()).isEqualTo(LIMIT));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "/",
                "//etc/passwd",
                "/workspace/../etc/passwd",
                "/workspace/..",
                "/workspace2/a",
                "/tmp2",
                "/tmp/../etc",
                "/proc/self/environ",
                "/dev/stdin",
                "..",
                "../a",
                "a/../../b",
                "./..",
                "a/b/../../..",
                "/workspace/./../tmpx/a",
                "/Workspace/a",
                "/tmp/../../root",
                "....//../../x",
                "http://169.254.169.254/",
                "file:///workspace/a",
                "a://b",
                "''"
            })
    void refusesFilesOutsideOfTheWorkspace(String path) {
        for (String line : List.of(
                "cat %",
                "cat a -- %",
                "head -n 1 %",
                "tail %",
                "wc -l a %",
                "grep x %",
                "grep -e x %",
                "pdftotext % -",
                "cat a | grep x - %")) {
            assertThat(reason(policy, line(line.replace("%", path))))
                    .containsAnyOf("lies outside of the workspace", "has a scheme", "is empty");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "./a", "a/../b", "a/b/../../c", "/workspace", "/workspace/a", "/workspace//a/./b", "/tmp/x",
                "//tmp/x", "/workspace/../tmp/a", "/etc/../workspace/a", "...", "..a", ".hidden", "a:b", "http:/x"
            })
    void allowsFilesOfTheWorkspaceAndOfTmp(String path) {
        assertThat(plan(policy, line("cat " + path))
                        .pipelines()
                        .getFirst()
                        .stages()
                        .getFirst()
                        .operands())
                .containsExactly(path);
    }

    @Test
    void readsWhatIsPipedOnlyWhereSomethingIs() {
        for (String program : List.of("cat -", "head -", "tail -", "wc -", "grep x -", "pdftotext - -")) {
            assertThat(reason(policy, line(program))).contains("The operand - of ", "there is none");
            assertThat(reason(policy, line("cat a; " + program))).contains("The operand - of ");
            assertThat(plan(policy, line("cat a | " + program)).writes()).isFalse();
        }
        assertThat(plan(policy, line("cat && wc && grep x && tail && head"))).isNotNull();
    }

    @Test
    void aProgramWithoutAGrammarHasNoOptionsUnlessTheConfigurationSaysSo() {
        var closed = with(Map.of("other", new ProgramConfig(true)), "jq");
        var open = with(Map.of("jq", new ProgramConfig(true)), "jq");

        for (String option : List.of("-r", "--raw-output", "-", "--", "-f/etc/passwd", "--rawfile=x")) {
            assertThat(plan(open, vector("jq", option, ".a"))).isNotNull();
            if (!option.equals("-")) {
                assertThat(reason(closed, vector("jq", ".", option)))
                        .contains("The option " + option + " of jq is refused", "tools.exec.programs.jq.options");
            }
        }
        assertThat(plan(closed, vector("jq", ".a", "b.json", "d/c.json", "-")))
                .isEqualTo(new ExecPlan(List.of(new Pipeline(
                        Condition.ALWAYS,
                        List.of(new Stage(
                                "jq", List.of(".a", "b.json", "d/c.json", "-"), List.of("d/c.json"), true))))));
    }

    @Test
    void aProgramWithoutAGrammarGetsNoPathOutside() {
        var open = with(Map.of("jq", new ProgramConfig(true)), "jq");

        for (String path : List.of("..", "../x", "/etc/passwd", "a/../../b", "https://x.example/")) {
            assertThat(reason(open, vector("jq", ".", path))).containsAnyOf("outside of the workspace", "a scheme");
        }
    }

    @Test
    void aKnownProgramKeepsItsGrammarWhateverTheConfigurationSays() {
        var open = with(Map.of("tail", new ProgramConfig(true)), "tail");

        assertThat(reason(open, line("tail -f a"))).contains("tail -f is refused");
        assertThat(Grammars.byProgram().keySet()).containsExactlyInAnyOrderElementsOf(ExecConfig.KNOWN_PROGRAMS);
    }
}
