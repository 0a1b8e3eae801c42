#include "cgroup.h"
#include "check.h"
#include "outcome.h"

#include <signal.h>

enum { CPU_SECONDS = 2 };

static const struct cgroup_counts unreadable = {.memory_kills = -1, .process_refusals = -1};
static const struct cgroup_counts none = {.memory_kills = 3, .process_refusals = 0};
static const struct cgroup_counts one_more = {.memory_kills = 4, .process_refusals = 0};

/* As wait4 tells it. */
static struct stage_end exited(int code) {
    return (struct stage_end){.status = code << 8};
}

static struct stage_end ended_by(int signal_number) {
    return (struct stage_end){.status = signal_number};
}

static struct outcome of(struct stage_end first, struct stage_end last, struct cgroup_counts before, struct cgroup_counts after) {
    struct outcome outcome = {.reason = REASON_TIME};
    struct stage_end ends[] = {first, last};
    outcome_of_stages(&outcome, ends, 2, CPU_SECONDS, before, after);
    return outcome;
}

#define CHECK_OUTCOME(REASON, VALUE, ...)                                                                             \
    do {                                                                                                              \
        struct outcome check_outcome = of(__VA_ARGS__);                                                               \
        CHECK_EQUAL(REASON, check_outcome.reason);                                                                    \
        CHECK_EQUAL(VALUE, check_outcome.value);                                                                      \
    } while (0)

static void the_last_stage_decides(void) {
    CHECK_OUTCOME(REASON_EXITED, 0, exited(1), exited(0), none, none);
    CHECK_OUTCOME(REASON_EXITED, 7, exited(0), exited(7), none, none);
    CHECK_OUTCOME(REASON_EXITED, 0, ended_by(SIGPIPE), exited(0), none, none);
    CHECK_OUTCOME(REASON_SIGNAL, SIGSEGV, exited(0), ended_by(SIGSEGV), none, none);
}

static void a_limit_in_any_stage_counts(void) {
    CHECK_OUTCOME(REASON_FILE_SIZE, 0, ended_by(SIGXFSZ), exited(0), none, none);
    CHECK_OUTCOME(REASON_FILE_SIZE, 0, exited(0), ended_by(SIGXFSZ), none, none);
    CHECK_OUTCOME(REASON_CPU, 0, ended_by(SIGXCPU), exited(0), none, none);
}

static void sigkill_is_memory_where_it_was_counted_or_cannot_be(void) {
    CHECK_OUTCOME(REASON_MEMORY, 0, ended_by(SIGKILL), exited(0), none, one_more);
    CHECK_OUTCOME(REASON_MEMORY, 0, exited(0), ended_by(SIGKILL), unreadable, unreadable);
    CHECK_OUTCOME(REASON_SIGNAL, SIGKILL, exited(0), ended_by(SIGKILL), none, none);
    CHECK_OUTCOME(REASON_EXITED, 0, ended_by(SIGKILL), exited(0), none, none);
}

static void sigkill_after_all_cpu_time_is_cpu(void) {
    struct stage_end used_up = {.status = SIGKILL, .cpu_micros = CPU_SECONDS * 1000000u};
    CHECK_OUTCOME(REASON_CPU, 0, exited(0), used_up, none, none);
    CHECK_OUTCOME(REASON_CPU, 0, exited(0), used_up, unreadable, unreadable);
    CHECK_OUTCOME(REASON_MEMORY, 0, exited(0), used_up, none, one_more);
}

static void a_grandchild_ended_for_want_of_memory_counts_if_the_pipeline_failed(void) {
    CHECK_OUTCOME(REASON_MEMORY, 0, exited(0), exited(137), none, one_more);
    struct outcome outcome = of(exited(0), exited(0), none, one_more);
    CHECK_EQUAL(REASON_EXITED, outcome.reason);
    CHECK(strstr(outcome.detail, "memory") != NULL);
}

static void details_are_joined_and_cut_off(void) {
    struct outcome outcome = {.detail = ""};
    outcome_say(&outcome, "one %d", 1);
    outcome_say(&outcome, "two");
    CHECK_TEXT("one 1; two", outcome.detail);
    for (int i = 0; i < 1000; i++) {
        outcome_say(&outcome, "and so on %d", i);
    }
    CHECK_EQUAL(MOST_DETAIL - 1, strlen(outcome.detail));
    uint8_t bytes[MOST_EXIT_PAYLOAD];
    struct writer writer = {.at = bytes, .left = sizeof bytes};
    outcome_write(&writer, &outcome);
    CHECK(!writer.full);
}

static void control_group_files_are_read_by_key(void) {
    CHECK_EQUAL(5, cgroup_number("oom_kill_disable 0\nunder_oom 0\noom_kill 5\n", "oom_kill"));
    CHECK_EQUAL(0, cgroup_number("low 0\nhigh 0\nmax 12\noom 0\noom_kill 0\n", "oom_kill"));
    CHECK_EQUAL(12, cgroup_number("max 12\n", "max"));
    CHECK_EQUAL(-1, cgroup_number("maximum 12\n", "max"));
    CHECK_EQUAL(-1, cgroup_number("max\n", "max"));
    CHECK_EQUAL(-1, cgroup_number("max x\n", "max"));
    CHECK_EQUAL(-1, cgroup_number("max -1\n", "max"));
    CHECK_EQUAL(-1, cgroup_number("", "max"));
}

int main(void) {
    RUN(the_last_stage_decides);
    RUN(a_limit_in_any_stage_counts);
    RUN(sigkill_is_memory_where_it_was_counted_or_cannot_be);
    RUN(sigkill_after_all_cpu_time_is_cpu);
    RUN(a_grandchild_ended_for_want_of_memory_counts_if_the_pipeline_failed);
    RUN(details_are_joined_and_cut_off);
    RUN(control_group_files_are_read_by_key);
    return check_report("outcome");
}
