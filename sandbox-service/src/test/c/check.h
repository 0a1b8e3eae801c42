/* What the tests are written with: each is a function that is run by its name and says what did not hold. */
#ifndef MOLTMATE_CHECK_H
#define MOLTMATE_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(CONDITION)                                                                                              \
    do {                                                                                                              \
        if (!(CONDITION)) {                                                                                           \
            printf("    %s:%d: %s does not hold\n", __FILE__, __LINE__, #CONDITION);                                  \
            check_failed = true;                                                                                      \
        }                                                                                                             \
    } while (0)

#define CHECK_EQUAL(EXPECTED, ACTUAL)                                                                                 \
    do {                                                                                                              \
        long long check_expected = (long long)(EXPECTED);                                                             \
        long long check_actual = (long long)(ACTUAL);                                                                 \
        if (check_expected != check_actual) {                                                                         \
            printf("    %s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #ACTUAL, check_actual, check_expected);   \
            check_failed = true;                                                                                      \
        }                                                                                                             \
    } while (0)

#define CHECK_TEXT(EXPECTED, ACTUAL)                                                                                  \
    do {                                                                                                              \
        const char *check_expected = (EXPECTED);                                                                      \
        const char *check_actual = (ACTUAL);                                                                          \
        if (check_actual == NULL || strcmp(check_expected, check_actual) != 0) {                                      \
            printf("    %s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #ACTUAL,                              \
                    check_actual == NULL ? "NULL" : check_actual, check_expected);                                    \
            check_failed = true;                                                                                      \
        }                                                                                                             \
    } while (0)

/* Says what this machine can't show, instead of passing over it. */
#define NOT_POSSIBLE_HERE(WHAT) printf("    not possible here: %s\n", WHAT)

static bool check_failed;
static int check_failures;
static int check_count;

#define RUN(TEST)                                                                                                     \
    do {                                                                                                              \
        check_failed = false;                                                                                         \
        TEST();                                                                                                       \
        check_count++;                                                                                                \
        check_failures += check_failed;                                                                               \
        if (check_failed) {                                                                                           \
            printf("  FAILED %s\n", #TEST);                                                                           \
        }                                                                                                             \
        fflush(stdout);                                                                                               \
    } while (0)

static inline int check_report(const char *name) {
    printf("%s: %d tests, %d failed\n", name, check_count, check_failures);
    return check_failures == 0 ? 0 : 1;
}

/* The same numbers every time, from a seed other than 0. */
static inline uint32_t check_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

#endif
