/* The whole supervisor through its pipes, with programs that every Debian has. */
#include "bytes.h"
#include "check.h"
#include "client.h"
#include "clock.h"
#include "landlock.h"
#include "place.h"
#include "scratch.h"

#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct client client;
static struct result result;
static uint64_t last_run;
static int abi;
static char cat[4096];
static char sh[4096];
static char sleeps[4096];
static char head[4096];
static char yes[4096];
static char wc[4096];
static char dd[4096];

static const char *const usual[] = {
        "supervisor", "--idle", "60", "--landlock", "none", "--allow", "cat", "sh", "sleep", "head", "yes", "wc", "dd", "rm",
        "no-such-program", NULL};

static bool run(const struct command *command) {
    return client_run(&client, ++last_run, command, &result);
}

#define CHECK_RUN(REASON, VALUE, ...)                                                                                 \
    do {                                                                                                              \
        CHECK(run(&(struct command){__VA_ARGS__}));                                                                   \
        CHECK_EQUAL(0, result.error_code);                                                                            \
        CHECK_EQUAL(REASON, result.outcome.reason);                                                                   \
        CHECK_EQUAL(VALUE, result.outcome.value);                                                                     \
    } while (0)

#define SHELL(SCRIPT) .stages = {{sh, "-c", SCRIPT}}

static void expect_frame(uint8_t type, struct frame *frame) {
    CHECK(client_receive(&client, frame, CLIENT_PATIENCE));
    CHECK_EQUAL(type, frame->type);
}

static void take_path(char *path, struct reader *reader) {
    size_t length;
    read_string(reader, 4096, &length);
    const uint8_t *bytes = read_string(reader, 4095, &length);
    if (bytes != NULL) {
        memcpy(path, bytes, length);
        path[length] = '\0';
    }
}

static void hello_tells_the_version_and_the_programs(void) {
    struct frame frame;
    client_send(&client, FRAME_HELLO, 0, "0123456789abcdef", 16);
    expect_frame(FRAME_HELLO_ANSWER, &frame);
    struct reader reader = {.at = frame.payload, .left = frame.length};
    CHECK(memcmp(frame.payload, "0123456789abcdef", 16) == 0);
    read_u64(&reader);
    read_u64(&reader);
    CHECK_EQUAL(1, read_u16(&reader));
    CHECK_EQUAL(abi, read_u8(&reader));
    CHECK_EQUAL(0, read_u64(&reader));
    CHECK_EQUAL(9, read_u16(&reader));
    take_path(cat, &reader);
    take_path(sh, &reader);
    take_path(sleeps, &reader);
    take_path(head, &reader);
    take_path(yes, &reader);
    take_path(wc, &reader);
    take_path(dd, &reader);
    char rm[4096] = "";
    take_path(rm, &reader);
    CHECK(rm[0] == '/');
    char nothing[4096] = "x";
    take_path(nothing, &reader);
    CHECK_TEXT("", nothing);
    CHECK(!reader.bad && reader.left == 0);
    CHECK(sh[0] == '/' && dd[0] == '/');
}

static void ping_is_answered_with_its_bytes(void) {
    struct frame frame;
    client_send(&client, FRAME_PING, 5, "are you there", 13);
    expect_frame(FRAME_PONG, &frame);
    CHECK_EQUAL(13, frame.length);
    CHECK(memcmp(frame.payload, "are you there", 13) == 0);
}

static void expect_error(unsigned code) {
    struct frame frame;
    expect_frame(FRAME_ERROR, &frame);
    CHECK(frame.length > 6);
    CHECK_EQUAL(code, frame.payload[1]);
}

static void bad_requests_are_answered(void) {
    static const uint8_t longest[FRAME_MOST_PAYLOAD];
    client_send(&client, FRAME_PING, 0, longest, 65);
    expect_error(ERROR_BAD_REQUEST);
    client_send(&client, FRAME_HELLO, 0, "short", 5);
    expect_error(ERROR_BAD_REQUEST);
    client_send(&client, 200, 0, "", 0);
    expect_error(ERROR_BAD_REQUEST);
    client_send(&client, FRAME_EXEC, 1, longest, sizeof longest);
    expect_error(ERROR_BAD_REQUEST);
    client_execute(&client, 0, &(struct command){SHELL("true")});
    expect_error(ERROR_BAD_REQUEST);
    client_execute(&client, 1, &(struct command){.cwd = "/"});
    expect_error(ERROR_BAD_REQUEST);
}

static void bytes_that_are_no_frame_are_survived(void) {
    uint32_t random = 99;
    struct frame frame;
    for (unsigned round = 0; round < 20; round++) {
        static uint8_t noise[FRAME_HEADER + FRAME_MOST_PAYLOAD];
        size_t length = 1 + check_random(&random) % 3000;
        for (size_t i = 0; i < length; i++) {
            noise[i] = (uint8_t)check_random(&random);
        }
        noise[0] = 'x';
        client_send_bytes(&client, noise, length);
        memset(noise, 0, sizeof noise);
        client_send_bytes(&client, noise, sizeof noise);
        client_send(&client, FRAME_PING, round, "", 0);
        expect_error(ERROR_MALFORMED);
        expect_frame(FRAME_PONG, &frame);
        CHECK_EQUAL(round, frame.run);
    }
}

/* Whole frames of any type and content: nothing of it is believed. */
static void frames_with_any_content_are_survived(void) {
    uint32_t random = 4242;
    struct frame frame;
    for (unsigned round = 0; round < 2000; round++) {
        uint8_t payload[300];
        size_t length = check_random(&random) % sizeof payload;
        for (size_t i = 0; i < length; i++) {
            payload[i] = (uint8_t)(check_random(&random) % 3 == 0 ? check_random(&random) : 0);
        }
        client_send(&client, (uint8_t)(check_random(&random) % 8), check_random(&random), payload, (uint32_t)length);
        while (client_receive(&client, &frame, 0)) {
            CHECK(frame.type >= FRAME_HELLO_ANSWER && frame.type <= FRAME_ERROR);
        }
    }
    client_send(&client, FRAME_PING, 77, "", 0);
    do {
        CHECK(client_receive(&client, &frame, CLIENT_PATIENCE));
    } while (!check_failed && (frame.type != FRAME_PONG || frame.run != 77));
}

static void a_program_reads_the_workspace(void) {
    scratch_write("workspace/note", "hello\n");
    CHECK_RUN(REASON_EXITED, 0, .stages = {{cat, "note"}}, .operands = {"note"});
    CHECK_TEXT("hello\n", result.output);
    CHECK_EQUAL(6, result.outcome.output_bytes);
    CHECK(result.outcome.wall_micros > 0);
}

static void a_pipeline_ends_as_its_last_stage_does(void) {
    CHECK_RUN(REASON_EXITED, 0, .stages = {{yes}, {head, "-n", "3"}, {wc, "-l"}});
    CHECK_TEXT("3\n", result.output);
    CHECK_RUN(REASON_EXITED, 3, .stages = {{sh, "-c", "exit 1"}, {sh, "-c", "exit 3"}});
    CHECK_RUN(REASON_EXITED, 0, .stages = {{cat, "note"}, {cat}, {cat}, {cat}, {cat}, {cat}, {cat}, {cat}});
    CHECK_TEXT("hello\n", result.output);
}

static void both_streams_arrive(void) {
    CHECK_RUN(REASON_EXITED, 0, SHELL("echo out; echo err >&2"));
    CHECK_TEXT("out\n", result.output);
    CHECK_TEXT("err\n", result.errors);
    CHECK_RUN(REASON_EXITED, 0, .stages = {{sh, "-c", "echo first >&2"}, {sh, "-c", "echo second >&2"}});
    CHECK(strstr(result.errors, "first") != NULL && strstr(result.errors, "second") != NULL);
}

static void a_program_has_a_fixed_environment_and_nothing_else(void) {
    CHECK_RUN(REASON_EXITED, 0, SHELL("export -p"));
    CHECK(strstr(result.output, "PATH='/usr/local/bin:/usr/bin:/bin'") != NULL);
    CHECK(strstr(result.output, "LANG='C.UTF-8'") != NULL);
    CHECK(strstr(result.output, "TMPDIR='/tmp'") != NULL);
    CHECK(strstr(result.output, "MOLTMATE") == NULL);
    CHECK_RUN(REASON_EXITED, 0, SHELL("ulimit -c; ulimit -n; read line || echo no input"));
    CHECK_TEXT("0\n64\nno input\n", result.output);
    CHECK_RUN(REASON_EXITED, 0, SHELL("for n in 3 4 5 6 7 8 9; do (eval \"true <&$n\") 2>/dev/null && echo open $n; done; true"));
    CHECK_TEXT("", result.output);
}

static void signals_are_told(void) {
    CHECK_RUN(REASON_SIGNAL, SIGSEGV, SHELL("kill -SEGV $$"));
    CHECK_RUN(REASON_SIGNAL, SIGPIPE, SHELL("kill -PIPE $$"));
}

static void time_ends_a_run_with_what_it_printed(void) {
    uint64_t before = clock_micros();
    CHECK_RUN(REASON_TIME, 0, SHELL("echo begun; sleep 30; echo never"), .wall_millis = 1000);
    CHECK(clock_micros() - before < 15000000);
    CHECK_TEXT("begun\n", result.output);
    CHECK_RUN(REASON_TIME, 0, .stages = {{sleeps, "30"}, {cat}}, .wall_millis = 50);
}

static void output_beyond_the_cap_ends_a_run(void) {
    CHECK_RUN(REASON_OUTPUT, 0, .stages = {{yes}}, .output_bytes = 50001);
    CHECK_EQUAL(50001, result.output_length);
    CHECK_EQUAL(50001, result.outcome.output_bytes);
    CHECK_RUN(REASON_OUTPUT, 0, SHELL("echo 12345"), .output_bytes = 5);
    CHECK_TEXT("12345", result.output);
    CHECK_RUN(REASON_EXITED, 0, SHELL("echo 12345"), .output_bytes = 6);
}

static void file_size_and_cpu_are_limits(void) {
    CHECK_RUN(REASON_FILE_SIZE, 0, .stages = {{dd, "if=/dev/zero", "of=big", "bs=1000", "count=100"}}, .file_size = 10000, .writable = true);
    CHECK_RUN(REASON_CPU, 0, SHELL("while :; do :; done"), .cpu_seconds = 1);
    CHECK(result.outcome.cpu_micros > 500000);
}

static void a_quota_ends_a_run_and_then_forbids_writing(void) {
    CHECK_RUN(REASON_WORKSPACE, 0, SHELL("head -c 3000000 /dev/zero >big; sleep 30"), .workspace_bytes = 1000000, .writable = true);
    if (abi > 0) {
        CHECK_RUN(REASON_EXITED, 0, SHELL("cat note; rm big; (: >new) 2>/dev/null || echo not written"), .workspace_bytes = 1000000,
                .writable = true);
        CHECK(strstr(result.outcome.detail, "quota") != NULL);
        CHECK_RUN(REASON_EXITED, 0, SHELL("echo x >new; rm -f new"), .workspace_bytes = 1000000, .writable = true);
        CHECK_TEXT("", result.outcome.detail);
    } else {
        CHECK_RUN(REASON_WORKSPACE, 0, SHELL("rm big"), .workspace_bytes = 1000000, .writable = true);
    }
    unlink(scratch_path("workspace/big"));
}

static void removing_a_file_that_is_open_hides_nothing(void) {
    CHECK_RUN(REASON_WORKSPACE, 0, SHELL("exec 3>big; rm big; head -c 3000000 /dev/zero >&3; sleep 30"), .workspace_bytes = 1000000,
            .writable = true);
    CHECK_RUN(REASON_EXITED, 0, SHELL("exec 3>big 4>&3; rm big; head -c 700000 /dev/zero >&3; sleep 1; (sleep 1); echo small enough"),
            .workspace_bytes = 1000000, .writable = true);
    CHECK_TEXT("small enough\n", result.output);
}

static void cancel_ends_a_run(void) {
    struct frame frame;
    client_execute(&client, ++last_run, &(struct command){SHELL("echo begun; sleep 30")});
    expect_frame(FRAME_STDOUT, &frame);
    uint64_t before = clock_micros();
    client_send(&client, FRAME_CANCEL, last_run + 1, "", 0);
    client_send(&client, FRAME_CANCEL, last_run, "", 0);
    CHECK(client_collect(&client, last_run, &result));
    CHECK_EQUAL(REASON_CANCELLED, result.outcome.reason);
    CHECK(clock_micros() - before < 15000000);
}

static void one_run_at_a_time(void) {
    struct frame frame;
    client_execute(&client, ++last_run, &(struct command){SHELL("echo begun; sleep 30")});
    expect_frame(FRAME_STDOUT, &frame);
    client_execute(&client, 4711, &(struct command){SHELL("true")});
    expect_error(ERROR_BUSY);
    client_send(&client, FRAME_CANCEL, last_run, "", 0);
    CHECK(client_collect(&client, last_run, &result));
}

static void state_can_be_asked_for(void) {
    struct frame frame;
    client_execute(&client, ++last_run, &(struct command){SHELL("echo out; echo err >&2; sleep 30")});
    for (int streams = 0; streams < 2; streams++) {
        CHECK(client_receive(&client, &frame, CLIENT_PATIENCE));
        CHECK(frame.type == FRAME_STDOUT || frame.type == FRAME_STDERR);
    }
    client_send(&client, FRAME_QUERY, last_run, "", 0);
    expect_frame(FRAME_STATE, &frame);
    CHECK_EQUAL(1, frame.payload[0]);
    client_send(&client, FRAME_CANCEL, last_run, "", 0);
    CHECK(client_collect(&client, last_run, &result));
    client_send(&client, FRAME_QUERY, last_run, "", 0);
    expect_frame(FRAME_STATE, &frame);
    struct reader reader = {.at = frame.payload, .left = frame.length};
    size_t length;
    CHECK_EQUAL(2, read_u8(&reader));
    const uint8_t *text = read_string(&reader, 4, &length);
    CHECK(length == 4 && text != NULL && memcmp(text, "out\n", 4) == 0);
    text = read_string(&reader, 4, &length);
    CHECK(length == 4 && text != NULL && memcmp(text, "err\n", 4) == 0);
    struct outcome outcome;
    client_read_outcome(reader.at, reader.left, &outcome);
    CHECK_EQUAL(REASON_CANCELLED, outcome.reason);
    client_send(&client, FRAME_QUERY, 123456, "", 0);
    expect_frame(FRAME_STATE, &frame);
    CHECK_EQUAL(9, frame.length);
    CHECK_EQUAL(0, frame.payload[0]);
}

static void the_longest_state_is_whole(void) {
    struct frame frame;
    CHECK_RUN(REASON_EXITED, 0, SHELL("yes | head -c 60000; yes | head -c 30000 >&2"));
    client_send(&client, FRAME_QUERY, last_run, "", 0);
    expect_frame(FRAME_STATE, &frame);
    CHECK_EQUAL(1 + 4 + 49152 + 4 + 16384 + 33, frame.length);
}

static void what_is_not_allowlisted_is_refused(void) {
    CHECK_RUN(REASON_REFUSED, 0, .stages = {{"/bin/true"}});
    CHECK(strstr(result.outcome.detail, "/bin/true") != NULL);
    CHECK_RUN(REASON_REFUSED, 0, .stages = {{cat}, {"/no-such-program"}});
}

static void operands_and_directories_must_not_lead_out(void) {
    CHECK_RUN(REASON_REFUSED, 0, .stages = {{cat, "/etc/passwd"}}, .operands = {"note", "/etc/passwd"});
    CHECK(strstr(result.outcome.detail, "/etc/passwd") != NULL);
    CHECK_RUN(REASON_REFUSED, 0, .stages = {{cat, "../x"}}, .operands = {"../x"});
    CHECK_RUN(REASON_EXITED, 1, .stages = {{cat, "missing"}}, .operands = {"missing"});
    CHECK_RUN(REASON_REFUSED, 0, .stages = {{cat, "note"}}, .cwd = "/etc");
    CHECK_RUN(REASON_NOT_STARTED, ENOENT, .stages = {{cat, "note"}}, .cwd = scratch_path("workspace/missing"));
}

static void a_failed_start_is_told(void) {
    static char argument[100000];
    memset(argument, 'x', sizeof argument - 1);
    CHECK_RUN(REASON_EXITED, 0, .stages = {{sh, "-c", "echo ${#1}", "sh", argument}});
    CHECK_TEXT("99999\n", result.output);
}

/* Everybody of the supervisor's, however deep and detached. */
static void nothing_is_left_of_a_run(void) {
    scratch_write("workspace/pids", "");
    CHECK_RUN(REASON_EXITED, 0, SHELL("(sleep 300 & echo $! >>pids; (sleep 300 & echo $! >>pids) &); while [ $(wc -l <pids) -lt 2 ]; do sleep 0.02; done; cat pids"), .writable = true);
    int count = 0;
    for (char *line = strtok(result.output, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        CHECK(kill(atoi(line), 0) != 0 && errno == ESRCH);
        count++;
    }
    CHECK_EQUAL(2, count);
}

static void many_mixed_ends_leave_nothing(void) {
    for (int i = 0; i < 60; i++) {
        switch (i % 4) {
            case 0:
                CHECK_RUN(REASON_TIME, 0, SHELL("sleep 300 & sleep 300"), .wall_millis = 20);
                break;
            case 1:
                CHECK_RUN(REASON_EXITED, 0, SHELL("sleep 300 & true"));
                break;
            case 2:
                CHECK_RUN(REASON_OUTPUT, 0, .stages = {{yes}, {cat}}, .output_bytes = 1000);
                break;
            default:
                client_execute(&client, ++last_run, &(struct command){SHELL("sleep 300 | sleep 300")});
                client_send(&client, FRAME_CANCEL, last_run, "", 0);
                CHECK(client_collect(&client, last_run, &result));
                CHECK_EQUAL(REASON_CANCELLED, result.outcome.reason);
        }
    }
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)client.supervisor, (int)client.supervisor);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        NOT_POSSIBLE_HERE("counting children: /proc has no such file");
        return;
    }
    CHECK_EQUAL(EOF, fgetc(file));
    fclose(file);
}

static void limits_hold_while_nobody_reads(void) {
    client_execute(&client, ++last_run, &(struct command){.stages = {{yes}}, .output_bytes = 1ull << 40, .wall_millis = 300});
    usleep(800000); /* the time is over, and nothing was read */
    CHECK(client_collect(&client, last_run, &result));
    CHECK_EQUAL(REASON_TIME, result.outcome.reason);
    CHECK(result.outcome.wall_micros >= 300000);
    CHECK(result.outcome.output_bytes < 1u << 20);
}

static void landlock_holds(void) {
    if (abi == 0) {
        NOT_POSSIBLE_HERE("Landlock: this kernel, or the engine's seccomp profile, has none");
        return;
    }
    CHECK_RUN(REASON_EXITED, 0, SHELL("cat /etc/passwd 2>/dev/null || cat /proc/self/status 2>/dev/null || echo held"));
    CHECK_TEXT("held\n", result.output);
    CHECK_RUN(REASON_EXITED, 0, SHELL("ls 2>/dev/null || /bin/ls 2>/dev/null || echo held"));
    CHECK_TEXT("held\n", result.output);
    CHECK_RUN(REASON_EXITED, 0, SHELL("(echo x >new) 2>/dev/null || echo held"));
    CHECK_TEXT("held\n", result.output);
    CHECK_RUN(REASON_EXITED, 0, SHELL("echo x >new && cat new && rm -f new; : >/dev/null"), .writable = true);
    if (abi >= 6) {
        char script[100];
        snprintf(script, sizeof script, "kill -0 %d 2>/dev/null || echo held", (int)client.supervisor);
        CHECK_RUN(REASON_EXITED, 0, SHELL(script));
        CHECK_TEXT("held\n", result.output);
    } else {
        NOT_POSSIBLE_HERE("signal scopes: Landlock's ABI is below 6");
    }
}

/* Whoever says it is somebody else is not believed. */
static void a_made_up_sender_ends_nothing(void) {
    struct frame frame;
    union sigval value = {.sival_int = 0};
    CHECK_EQUAL(0, sigqueue(client.supervisor, SIGTERM, value));
    client_send(&client, FRAME_PING, 1, "", 0);
    expect_frame(FRAME_PONG, &frame);
}

static void it_ends_when_told_from_outside(void) {
    int status = client_stop(&client);
    CHECK(WIFEXITED(status));
    CHECK_EQUAL(0, WEXITSTATUS(status));
}

static void it_ends_when_nobody_is_heard(void) {
    int status = -1;
    client_start(&client, (const char *const[]){"supervisor", "--idle", "1", "--landlock", "none", "--allow", "cat", NULL});
    close(client.to);
    CHECK_EQUAL(client.supervisor, waitpid(client.supervisor, &status, 0));
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(client.from);
}

static void it_outlives_its_client_while_a_run_goes_on(void) {
    int status = -1;
    client_start(&client, (const char *const[]){"supervisor", "--idle", "1", "--landlock", "none", "--allow", "sh", "sleep", NULL});
    client_execute(&client, 1, &(struct command){SHELL("sleep 2; echo through")});
    close(client.to);
    CHECK(client_collect(&client, 1, &result));
    CHECK_TEXT("through\n", result.output);
    CHECK_EQUAL(client.supervisor, waitpid(client.supervisor, &status, 0));
    close(client.from);
}

static void without_landlock_nothing_starts_where_it_is_required(void) {
    if (abi > 0) {
        NOT_POSSIBLE_HERE("being without Landlock: the kernel has it");
        return;
    }
    client_start(&client, (const char *const[]){"supervisor", "--idle", "60", "--allow", "cat", "sh", NULL});
    CHECK_RUN(REASON_NOT_STARTED, EOPNOTSUPP, SHELL("true"));
    client_stop(&client);
}

int main(void) {
    scratch_begin();
    abi = landlock_abi();
    client_start(&client, usual);
    RUN(hello_tells_the_version_and_the_programs);
    RUN(ping_is_answered_with_its_bytes);
    RUN(bad_requests_are_answered);
    RUN(bytes_that_are_no_frame_are_survived);
    RUN(frames_with_any_content_are_survived);
    RUN(a_program_reads_the_workspace);
    RUN(a_pipeline_ends_as_its_last_stage_does);
    RUN(both_streams_arrive);
    RUN(a_program_has_a_fixed_environment_and_nothing_else);
    RUN(signals_are_told);
    RUN(time_ends_a_run_with_what_it_printed);
    RUN(output_beyond_the_cap_ends_a_run);
    RUN(file_size_and_cpu_are_limits);
    RUN(a_quota_ends_a_run_and_then_forbids_writing);
    RUN(removing_a_file_that_is_open_hides_nothing);
    RUN(cancel_ends_a_run);
    RUN(one_run_at_a_time);
    RUN(state_can_be_asked_for);
    RUN(the_longest_state_is_whole);
    RUN(what_is_not_allowlisted_is_refused);
    RUN(operands_and_directories_must_not_lead_out);
    RUN(a_failed_start_is_told);
    RUN(nothing_is_left_of_a_run);
    RUN(many_mixed_ends_leave_nothing);
    RUN(limits_hold_while_nobody_reads);
    RUN(landlock_holds);
    RUN(a_made_up_sender_ends_nothing);
    RUN(it_ends_when_told_from_outside);
    RUN(it_ends_when_nobody_is_heard);
    RUN(it_outlives_its_client_while_a_run_goes_on);
    RUN(without_landlock_nothing_starts_where_it_is_required);
    scratch_end();
    return check_report("supervisor");
}
