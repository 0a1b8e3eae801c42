package io.moltmates.sandbox.supervisor;

import static io.moltmates.sandbox.supervisor.Commands.LIMITS;
import static io.moltmates.sandbox.supervisor.Commands.STEP;
import static io.moltmates.sandbox.supervisor.Commands.command;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.policy.ExecPlan.Condition;
import io.moltmates.sandbox.policy.ExecPlan.Pipeline;
import io.moltmates.sandbox.policy.ExecPlan.Stage;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.SandboxOutcome.LimitReached;
import io.moltmates.schema.SandboxOutcome.Refused;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class CommandRunTest {

    private final FakeSupervisor fake = new FakeSupervisor();
    private @Nullable Supervisor supervisor;

    @BeforeEach
    void teach() {
        fake.with("say", exec -> {
                    fake.print(exec, String.join(" ", exec.arguments()) + "\n");
                    fake.exit(exec.run(), 0, 0, 100, "");
                })
                .with("true", exec -> fake.exit(exec, 0))
                .with("false", exec -> fake.exit(exec, 1))
                .with("end", exec -> {
                    fake.print(exec, "out");
                    fake.complain(exec, "err");
                    var numbers = exec.arguments();
                    fake.exit(
                            exec.run(),
                            Integer.parseInt(numbers.get(0)),
                            Integer.parseInt(numbers.get(1)),
                            6,
                            numbers.size() > 2 ? numbers.get(2).replace('_', ' ') : "");
                });
    }

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void tellsTheSupervisorAllThatItHasToKnow() throws IOException {
        var stages = List.of(
                new Stage("say", List.of("a b", "ü"), List.of("notes.txt"), false),
                new Stage("true", List.of(), List.of("x", "y"), true));
        var plan = new ExecPlan(List.of(new Pipeline(Condition.ALWAYS, stages)));
        run(command(STEP, plan, Duration.ofMillis(2500)));
        assertThat(fake.execs).singleElement().satisfies(exec -> {
            assertThat(exec.run()).isEqualTo(RunId.of(STEP, 0));
            assertThat(exec.wallMillis()).isBetween(1500, 2500);
            assertThat(exec.cpuSeconds()).isBetween(3, 4);
            assertThat(exec.limits()).containsExactly(2L << 30, 256L << 20, 256L, 4096L, 8L << 20, 1L << 30);
            assertThat(exec.writable()).isTrue();
            assertThat(exec.cwd()).isEqualTo("/workspace");
            assertThat(exec.operands()).containsExactly("notes.txt", "x", "y");
            assertThat(exec.stages())
                    .containsExactly(List.of("/usr/bin/say", "say", "a b", "ü"), List.of("/usr/bin/true", "true"));
        });
    }

    @Test
    void namesARunByItsStepAndPipeline() {
        // of another implementation of SHA-256
        assertThat(RunId.of("m1#1.tool#1", 0)).isEqualTo(0x5b2c25aac53e176eL);
    }

    @Test
    void givesBackWhatItPrintedAndHowItEnded() throws IOException {
        assertThat(run("end 0 3")).isEqualTo(new Completed(3, "out", "err", false));
    }

    @ParameterizedTest
    @CsvSource({
        "say a ; say b, 'a b', 0",
        "say a && say b, 'a b', 0",
        "say a || say b, 'a', 0",
        "false && say b, '', 1",
        "false || say b, 'b', 0",
        "false ; say b, 'b', 0",
        "say a ; false, 'a', 1",
        "false && say b || say c, 'c', 0",
        "say a || say b && say c, 'a c', 0",
        "false || false && say c ; say d, 'd', 0",
        "false && say b ; false || say c, 'c', 0",
        "end 1 11 || say b, 'outb', 0"
    })
    void joinsPipelinesAsAShellDoes(String line, String printed, int code) throws IOException {
        assertThat(run(line)).isInstanceOfSatisfying(Completed.class, outcome -> {
            assertThat(outcome.stdout().replace("\n", " ").strip()).isEqualTo(printed);
            assertThat(outcome.exitCode()).isEqualTo(code);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2, ran longer than 10 seconds",
        "3, printed more than 8 MB",
        "4, more memory than it may have",
        "5, a file larger than 256 MB",
        "6, more processor time",
        "8, The workspace may hold 1024 MB; reading files still works",
    })
    void saysWhichLimitEndedIt(int reason, String sentence) throws IOException {
        assertThat(run("say first ; end " + reason + " 0 ; say never"))
                .isInstanceOfSatisfying(LimitReached.class, outcome -> {
                    assertThat(outcome.reason()).contains(sentence);
                    assertThat(outcome.partialOutput()).isEqualTo("first\nout\nerr");
                });
        assertThat(fake.execs).hasSize(2);
    }

    @Test
    void saysThatAProgramCrashed() throws IOException {
        assertThat(run("end 1 11"))
                .isEqualTo(new Completed(139, "out", "err\nThe program crashed (SIGSEGV).\n", false));
    }

    @Test
    void saysWhatElseTheSupervisorNoticed() throws IOException {
        assertThat(run("end 0 0 the_limit_on_processes_was_reached"))
                .isEqualTo(
                        new Completed(0, "out", "err\nIn the sandbox, the limit on processes was reached.\n", false));
        assertThat(run("end 0 0 the_workspace_is_over_its_quota"))
                .isInstanceOfSatisfying(
                        Completed.class,
                        outcome -> assertThat(outcome.stderr())
                                .contains("over its quota. The workspace may hold 1024 MB; reading"));
        assertThat(run("end 2 0 the_limit_on_processes_was_reached"))
                .isInstanceOfSatisfying(
                        LimitReached.class,
                        outcome -> assertThat(outcome.reason())
                                .endsWith("so it was ended. In the sandbox, the limit on processes was reached."));
    }

    @Test
    void saysWhyTheSupervisorRefusedAnOperand() throws IOException {
        assertThat(run("end 9 0 the_operand_x_leads_out_of_the_workspace"))
                .isEqualTo(new Refused(
                        "Not run: the operand x leads out of the workspace. Name files in the workspace or in /tmp."));
    }

    @Test
    void saysWhyAProgramCouldNotBeStarted() throws IOException {
        assertThat(run("end 10 7")).isInstanceOf(Refused.class);
        assertThat(run("end 10 11")).isInstanceOf(LimitReached.class);
        assertThat(run("end 10 5 the_disk_is_broken"))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        outcome -> assertThat(outcome.reason())
                                .startsWith("The command could not be started: the disk is broken."));
    }

    @Test
    void runsNothingWhenOneProgramIsNotInTheImage() throws IOException {
        assertThat(run("say a ; say b | missing"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        outcome -> assertThat(outcome.reason()).contains("missing is allowed, but is not installed"));
        assertThat(run("unheard-of")).isInstanceOf(Refused.class);
        assertThat(fake.execs).isEmpty();
    }

    @Test
    void runsNothingThatTheSupervisorWouldNotTake() throws IOException {
        String nine = IntStream.range(0, 9).mapToObj(_ -> "say").collect(Collectors.joining(" | "));
        assertThat(run(nine)).isEqualTo(new Refused("Not run: A pipeline may have 8 programs."));
        assertThat(run("say" + " x".repeat(5000))).isInstanceOf(Refused.class);
        assertThat(run("say " + "x".repeat(130_000))).isInstanceOf(Refused.class);
        assertThat(fake.execs).isEmpty();
        assertThat(run("say " + "x".repeat(122_000))).isInstanceOf(Completed.class);
    }

    @Test
    void sharesTimeAndOutputAmongPipelines() throws IOException {
        run("say a ; say b ; say c");
        assertThat(fake.execs)
                .extracting(exec -> exec.limits().get(4))
                .containsExactly(8L << 20, (8L << 20) - 100, (8L << 20) - 200);
        assertThat(fake.execs).extracting(FakeSupervisor.Exec::wallMillis).isSortedAccordingTo((a, b) -> b - a);
        assertThat(fake.execs).extracting(FakeSupervisor.Exec::run).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheBeginningOfALongOutput() throws IOException {
        fake.with("flood", exec -> {
            for (int i = 0; i < 40; i++) {
                fake.print(exec, "ü".repeat(1000) + "x");
                fake.complain(exec, "e".repeat(1000));
            }
            fake.exit(exec, 0);
        });
        assertThat(run("flood ; say never")).isInstanceOfSatisfying(Completed.class, outcome -> {
            assertThat(outcome.stdout()).startsWith("üü").endsWith("ü").doesNotContain("\uFFFD", "never");
            assertThat(outcome.stdout().getBytes(UTF_8)).hasSizeBetween((64 << 10) - 1, 64 << 10);
            assertThat(outcome.stderr()).hasSize(16 << 10);
            assertThat(outcome.truncated()).isTrue();
        });
    }

    @Test
    void replacesWhatIsNoText() throws IOException {
        fake.with("binary", exec -> {
            fake.send(Frame.STDOUT, exec.run(), new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xC3});
            fake.exit(exec, 0);
        });
        assertThat(run("binary")).isEqualTo(new Completed(0, "a\uFFFDb\uFFFD", "", false));
    }

    @Test
    void joinsACharacterThatTwoFramesShare() throws IOException {
        fake.with("halves", exec -> {
            fake.send(Frame.STDOUT, exec.run(), new byte[] {(byte) 0xC3});
            fake.send(Frame.STDOUT, exec.run(), new byte[] {(byte) 0xBC});
            fake.exit(exec, 0);
        });
        assertThat(run("halves")).isEqualTo(new Completed(0, "ü", "", false));
    }

    @Test
    void takesNothingFromAnotherRun() throws IOException {
        fake.with("mixed", exec -> {
            fake.send(Frame.STDOUT, 7, "another's".getBytes(UTF_8));
            fake.exit(7, 0, 9, 0, "");
            fake.error(0, Reply.Fault.MALFORMED, "something was no frame");
            fake.sendRaw("MSB1 garbage".getBytes(UTF_8));
            fake.send(99, exec.run(), new byte[] {1});
            fake.print(exec, "ours");
            fake.exit(exec, 0);
        });
        assertThat(run("mixed")).isEqualTo(new Completed(0, "ours", "", false));
    }

    @Test
    void runsNothingThatWasCancelledBefore() throws IOException {
        var cancellation = new Cancellation();
        cancellation.cancel();
        assertThat(supervisor().run(command("say a"), LIMITS, cancellation)).isEqualTo(new Cancelled(""));
        assertThat(fake.execs).isEmpty();
    }

    private Supervisor supervisor() throws IOException {
        var attached = supervisor == null ? Supervisor.attach(fake.wire(), Duration.ofSeconds(5)) : supervisor;
        supervisor = attached;
        return attached;
    }

    private SandboxOutcome run(String line) throws IOException {
        return run(command(line));
    }

    private SandboxOutcome run(SandboxCommand command) throws IOException {
        return supervisor().run(command, LIMITS, new Cancellation());
    }
}
