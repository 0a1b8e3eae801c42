/* How many bytes a directory's files take, measured in small portions, without ever following a link. */
#ifndef MOLTMATE_USAGE_H
#define MOLTMATE_USAGE_H

#include "directory.h"

#include <stdint.h>

#define USAGE_MOST_DEPTH 64u
/* Every entry counts as this much at least, so that empty files don't come for nothing. */
#define USAGE_LEAST_ENTRY 1024u

enum usage_result {
    USAGE_UNFINISHED, /* call again to go on */
    USAGE_WITHIN,
    USAGE_OVER,
    USAGE_UNMEASURABLE, /* more than USAGE_MOST_DEPTH directories deep, or not to be opened */
};

/* One walk; all zero before the first. */
struct usage_walk {
    unsigned depth; /* levels that are open; 0 between walks */
    uint64_t bytes; /* counted so far, or by the last whole walk */
    struct directory levels[USAGE_MOST_DEPTH];
};

/* Begins, or goes on with, a walk until `until` (microseconds of the monotonic clock). */
enum usage_result usage_measure(struct usage_walk *walk, const char *root, uint64_t limit, uint64_t until);
/* Gives up a walk that is not finished. */
void usage_abandon(struct usage_walk *walk);

#endif
