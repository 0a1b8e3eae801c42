/* Starts one program of a pipeline: a process of its own session, with its limits, in its domain. */
#ifndef MOLTMATE_STAGE_H
#define MOLTMATE_STAGE_H

#include "request.h"

#include <stdbool.h>
#include <sys/types.h>

#define NO_RULESET (-1)

/* What a process that could not start its program leaves in the pipe `report`; at most PIPE_BUF bytes, so never torn. */
struct stage_failure {
    int32_t stage;
    int32_t step;
    int32_t error;
};

struct stage_start {
    const struct exec_request *request;
    unsigned stage;
    int directory; /* where it runs */
    int ruleset;   /* NO_RULESET: without Landlock */
    int input;
    int output;
    int errors;
    int report;
};

/* The process's number, or -1 with errno. */
pid_t stage_start(const struct stage_start *start);
/* What could not be done, as words that follow "could not". */
const char *stage_step(int32_t step);

/* Looks for the file that says whom the kernel ends first when memory is short; once, while it may still be opened. */
void stage_prepare(void);
/* Processes that are started between true and false are ended before the supervisor. */
void stage_expendable(bool expendable);

#endif
