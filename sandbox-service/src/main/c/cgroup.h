/* What the container's control groups tell, under cgroup v1 or v2, where they can be read from inside. */
#ifndef MOLTMATE_CGROUP_H
#define MOLTMATE_CGROUP_H

#include <stdint.h>

/* -1 where it can't be read. */
struct cgroup_counts {
    int64_t memory_kills;    /* processes ended for want of memory */
    int64_t process_refusals; /* forks refused by the limit on processes */
};

struct cgroup_counts cgroup_read(void);

/* The number behind `key` at the beginning of a line of `text`, or -1. */
int64_t cgroup_number(const char *text, const char *key);

#endif
