/* How a run ended, as it goes into an EXIT frame. */
#ifndef MOLTMATE_OUTCOME_H
#define MOLTMATE_OUTCOME_H

#include "bytes.h"
#include "cgroup.h"
#include "request.h"

#define MOST_DETAIL 1024u
#define MOST_EXIT_PAYLOAD (1 + 4 + 8 + 8 + 8 + 4 + MOST_DETAIL)

enum reason {
    REASON_EXITED,
    REASON_SIGNAL,
    REASON_TIME,
    REASON_OUTPUT,
    REASON_MEMORY,
    REASON_FILE_SIZE,
    REASON_CPU,
    REASON_CANCELLED,
    REASON_WORKSPACE,
    REASON_REFUSED,
    REASON_NOT_STARTED,
};

struct outcome {
    enum reason reason;
    int32_t value;
    uint64_t wall_micros;
    uint64_t cpu_micros;
    uint64_t output_bytes;
    char detail[MOST_DETAIL];
};

/* How one stage's process ended. */
struct stage_end {
    int status; /* as wait4(2) gives it */
    uint64_t cpu_micros;
};

/* Adds a sentence to the detail, in the manner of printf; what does not fit is cut off. */
void outcome_say(struct outcome *outcome, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The reason and value of a pipeline that nobody ended: a limit that the kernel enforced in any stage, else how the last one ended. */
void outcome_of_stages(struct outcome *outcome, const struct stage_end *ends, unsigned count, uint32_t cpu_seconds,
        struct cgroup_counts before, struct cgroup_counts after);

void outcome_write(struct writer *writer, const struct outcome *outcome);

#endif
