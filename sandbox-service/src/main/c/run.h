/* One run: a pipeline from its start to the moment when nothing of it is left. */
#ifndef MOLTMATE_RUN_H
#define MOLTMATE_RUN_H

#include "domains.h"
#include "outcome.h"
#include "quota.h"
#include "streams.h"

#include <poll.h>
#include <sys/types.h>

#define RUN_POLLED 3u

enum run_phase {
    RUN_NONE,
    RUN_ACTIVE,
    RUN_ENDING,   /* everything is being killed */
    RUN_DRAINING, /* nobody is left; what was printed is still on its way */
};

struct run {
    enum run_phase phase;
    uint64_t id; /* of this run, or of the last one; 0 before the first */
    struct outcome outcome;
    bool decided; /* the outcome's reason is */
    uint32_t cpu_seconds;
    uint64_t started;
    uint64_t deadline;
    uint64_t cpu_before;
    struct cgroup_counts counts_before;
    unsigned stage_count;
    unsigned alive;
    pid_t processes[MOST_STAGES]; /* 0 once ended */
    struct stage_end ends[MOST_STAGES];
    int report; /* where stages say that they could not start; -1 once all have */
    struct streams streams;
    struct quota quota;
};

/* Starts a request while none is running. Its EXIT may be in the outbox at once. */
void run_begin(struct run *run, uint64_t id, const struct exec_request *request, struct domains *domains, struct outbox *box);
/* Ends that run if it is going on. */
void run_cancel(struct run *run, uint64_t id);
/* Takes up every process that ended, whoever's it was; whether any is left. */
bool run_reap(struct run *run);
/* Does what can be done now: output, limits, the end. */
void run_advance(struct run *run, struct outbox *box);
/* What to wait for: descriptors, of which there are as many as it returns, and a time, UINT64_MAX for none. */
unsigned run_poll(const struct run *run, const struct outbox *box, struct pollfd polled[RUN_POLLED], uint64_t *until);
/* A STATE payload about a run. */
void run_write_state(const struct run *run, uint64_t id, struct writer *writer);

#endif
