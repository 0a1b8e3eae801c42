/* Holds a run to its workspace's quota: looks often enough to matter, and seldom enough not to. */
#ifndef MOLTMATE_QUOTA_H
#define MOLTMATE_QUOTA_H

#include "usage.h"

#include <stdbool.h>

struct quota {
    uint64_t limit;     /* bytes; 0: none */
    uint64_t next_look; /* microseconds */
    enum usage_result known; /* what the last whole look said */
    struct usage_walk walk;
};

/* Looks before a run with a limit; whether the workspace is within it. One that is too large to be counted at once counts as it did last
 * time, and where that was too much it gets more time. */
bool quota_begin(struct quota *quota, uint64_t limit);
/* Looks if it is time; whether the workspace is, as far as is known, within its limit. */
bool quota_holds(struct quota *quota, uint64_t now);
void quota_end(struct quota *quota);

#endif
