#include "quota.h"

#include "clock.h"
#include "place.h"
#include "unlinked.h"

#include <sys/stat.h>

enum {
    FIRST_LOOK_MICROS = 50000,
    PATIENT_LOOK_MICROS = 1000000,
    LOOK_MICROS = 10000,
    BETWEEN_LOOKS_MICROS = 250000,
    PAUSE_FACTOR = 4, /* for each part of work four of rest: a fifth of the time */
};

static bool is_over(enum usage_result result) {
    return result == USAGE_OVER || result == USAGE_UNMEASURABLE;
}

/* Whether the last whole walk and the files that programs have removed but keep open are within the limit together. */
static bool fits_with_unlinked(const struct quota *quota, uint64_t until) {
    struct stat root;
    return stat(place_workspace(), &root) != 0 || quota->walk.bytes + unlinked_bytes(root.st_dev, until) <= quota->limit;
}

/* Walks on for at most `micros`. */
static enum usage_result walk(struct quota *quota, uint64_t now, uint64_t micros) {
    enum usage_result result = usage_measure(&quota->walk, place_workspace(), quota->limit, now + micros);
    if (result != USAGE_UNFINISHED) {
        quota->known = result;
    }
    return result;
}

bool quota_begin(struct quota *quota, uint64_t limit) {
    usage_abandon(&quota->walk);
    quota->limit = limit;
    if (limit == 0) {
        return true;
    }
    uint64_t now = clock_micros();
    enum usage_result result = walk(quota, now, is_over(quota->known) ? PATIENT_LOOK_MICROS : FIRST_LOOK_MICROS);
    quota->next_look = clock_micros() + BETWEEN_LOOKS_MICROS;
    return !is_over(result == USAGE_UNFINISHED ? quota->known : result);
}

bool quota_holds(struct quota *quota, uint64_t now) {
    if (quota->limit == 0 || now < quota->next_look) {
        return true;
    }
    enum usage_result result = walk(quota, now, LOOK_MICROS);
    bool holds = !is_over(result) && (result == USAGE_UNFINISHED || fits_with_unlinked(quota, clock_micros() + LOOK_MICROS));
    uint64_t end = clock_micros();
    uint64_t pause = (end - now) * PAUSE_FACTOR;
    if (result != USAGE_UNFINISHED && pause < BETWEEN_LOOKS_MICROS) {
        pause = BETWEEN_LOOKS_MICROS;
    }
    quota->next_look = end + pause;
    return holds;
}

void quota_end(struct quota *quota) {
    usage_abandon(&quota->walk);
    quota->limit = 0;
}
