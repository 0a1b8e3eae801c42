#include "quota.h"

#include "clock.h"
#include "place.h"

enum {
    FIRST_LOOK_MICROS = 50000,
    LOOK_MICROS = 10000,
    BETWEEN_LOOKS_MICROS = 250000,
    PAUSE_FACTOR = 4, /* for each part of work four of rest: a fifth of the time */
};

static bool is_over(enum usage_result result) {
    return result == USAGE_OVER || result == USAGE_UNMEASURABLE;
}

/* One look of at most `micros`; says when the next one is due. */
static enum usage_result look(struct quota *quota, uint64_t now, uint64_t micros) {
    enum usage_result result = usage_measure(&quota->walk, place_workspace(), quota->limit, now + micros);
    uint64_t end = clock_micros();
    uint64_t pause = (end - now) * PAUSE_FACTOR;
    if (result != USAGE_UNFINISHED) {
        quota->known = result;
        pause = pause < BETWEEN_LOOKS_MICROS ? BETWEEN_LOOKS_MICROS : pause;
    }
    quota->next_look = end + pause;
    return result;
}

bool quota_begin(struct quota *quota, uint64_t limit) {
    usage_abandon(&quota->walk);
    quota->limit = limit;
    if (limit == 0) {
        return true;
    }
    enum usage_result result = look(quota, clock_micros(), FIRST_LOOK_MICROS);
    return !is_over(result == USAGE_UNFINISHED ? quota->known : result);
}

bool quota_holds(struct quota *quota, uint64_t now) {
    return quota->limit == 0 || now < quota->next_look || !is_over(look(quota, now, LOOK_MICROS));
}

void quota_end(struct quota *quota) {
    usage_abandon(&quota->walk);
    quota->limit = 0;
}
