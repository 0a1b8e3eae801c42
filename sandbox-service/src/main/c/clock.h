/* The monotonic clock in microseconds. */
#ifndef MOLTMATE_CLOCK_H
#define MOLTMATE_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_micros(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

#endif
