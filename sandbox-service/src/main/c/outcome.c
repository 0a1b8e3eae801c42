#include "outcome.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

void outcome_say(struct outcome *outcome, const char *format, ...) {
    size_t length = strlen(outcome->detail);
    if (length > 0 && length + 2 < sizeof outcome->detail) {
        memcpy(outcome->detail + length, "; ", 3);
        length += 2;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(outcome->detail + length, sizeof outcome->detail - length, format, arguments);
    va_end(arguments);
}

/* The kernel's limit that ended a stage, or REASON_EXITED for none. Nobody but the kernel sends SIGKILL to an undisturbed run. */
static enum reason limit_of(const struct stage_end *end, uint32_t cpu_seconds, bool killed, bool counted) {
    if (!WIFSIGNALED(end->status)) {
        return REASON_EXITED;
    }
    switch (WTERMSIG(end->status)) {
        case SIGXFSZ:
            return REASON_FILE_SIZE;
        case SIGXCPU:
            return REASON_CPU;
        case SIGKILL:
            if (!killed && end->cpu_micros >= (uint64_t)cpu_seconds * 1000000u) {
                return REASON_CPU;
            }
            return killed || !counted ? REASON_MEMORY : REASON_EXITED;
        default:
            return REASON_EXITED;
    }
}

void outcome_of_stages(struct outcome *outcome, const struct stage_end *ends, unsigned count, uint32_t cpu_seconds,
        struct cgroup_counts before, struct cgroup_counts after) {
    bool counted = before.memory_kills >= 0 && after.memory_kills >= 0;
    bool killed = counted && after.memory_kills > before.memory_kills;
    int last = ends[count - 1].status;
    outcome->reason = REASON_EXITED;
    outcome->value = 0;
    for (unsigned i = 0; i < count && outcome->reason == REASON_EXITED; i++) {
        outcome->reason = limit_of(&ends[i], cpu_seconds, killed, counted);
    }
    if (outcome->reason == REASON_EXITED && killed) {
        if (WIFEXITED(last) && WEXITSTATUS(last) == 0) {
            outcome_say(outcome, "a process that it started was ended for want of memory");
        } else {
            outcome->reason = REASON_MEMORY;
        }
    }
    if (outcome->reason != REASON_EXITED) {
        return;
    }
    if (WIFSIGNALED(last)) {
        outcome->reason = REASON_SIGNAL;
        outcome->value = WTERMSIG(last);
    } else {
        outcome->value = WEXITSTATUS(last);
    }
}

void outcome_write(struct writer *writer, const struct outcome *outcome) {
    write_u8(writer, (uint8_t)outcome->reason);
    write_u32(writer, (uint32_t)outcome->value);
    write_u64(writer, outcome->wall_micros);
    write_u64(writer, outcome->cpu_micros);
    write_u64(writer, outcome->output_bytes);
    write_string(writer, outcome->detail, strlen(outcome->detail));
}
