package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.ExecPolicy.Decision;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ExecConfig;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecPolicyTest {

    private static final Duration LIMIT = ExecConfig.DEFAULT.timeout();

    private final ExecPolicy policy = new ExecPolicy(ExecConfig.DEFAULT);

    @Test
    void allowsAProgramOnTheList() {
        assertThat(policy.decide(line("wc -l notes.txt")))
                .isEqualTo(new Decision.Allowed(ExecPlan.of(List.of("wc", "-l", "notes.txt")), LIMIT));
        assertThat(policy.decide(arguments(List.of("grep", "a|b", "x"), 0)))
                .isEqualTo(new Decision.Allowed(ExecPlan.of(List.of("grep", "a|b", "x")), LIMIT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rm -rf .", "/bin/cat a", "./cat a", "Cat a", "cat\u00A0a", "ca\u200Bt a", "bash -c ls", "''", ""
            })
    void deniesEverythingElseAndSaysWhatMayRun(String line) {
        assertThat(policy.decide(line(line)))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason())
                                .contains("These may run: cat, head, tail, grep, wc, pdftotext."));
    }

    @Test
    void deniesArgumentsThatNoProgramCanTake() {
        assertThat(policy.decide(arguments(List.of("cat", "a\0b"), 0))).isInstanceOf(Decision.Denied.class);
        assertThat(policy.decide(arguments(Collections.nCopies(257, "cat"), 0))).isInstanceOf(Decision.Denied.class);
        assertThat(policy.decide(arguments(List.of("cat", "x".repeat(70_000)), 0)))
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void runsNothingWhenCommandsAreOff() {
        assertThat(new ExecPolicy(ExecConfig.OFF).decide(line("cat a")))
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.reason()).contains("switched off"));
    }

    @Test
    void takesAShorterLimitButNoLongerOne() {
        assertThat(policy.decide(arguments(List.of("cat"), 500)))
                .isEqualTo(new Decision.Allowed(ExecPlan.of(List.of("cat")), Duration.ofMillis(500)));
        assertThat(policy.decide(arguments(List.of("cat"), Long.MAX_VALUE)))
                .isEqualTo(new Decision.Allowed(ExecPlan.of(List.of("cat")), LIMIT));
    }

    private static Exec line(String line) {
        return new Exec("m1#1.tool#1", new UserId("web_alice"), "i1", "s1", line, List.of(), 0);
    }

    private static Exec arguments(List<String> arguments, long timeout) {
        return new Exec("m1#1.tool#1", new UserId("web_alice"), "i1", "s1", null, arguments, timeout);
    }
}
