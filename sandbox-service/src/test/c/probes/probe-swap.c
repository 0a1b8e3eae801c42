/*
 * Swaps a file and a symbolic link to another for a number of milliseconds, as fast as it goes, by RENAME_EXCHANGE: what a
 * second program of a pipeline may do while the first one reads.
 * Usage: probe-swap NAME TARGET MILLISECONDS
 */
#include "probe.h"

#include <fcntl.h>
#include <time.h>

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

int main(int count, char **arguments) {
    if (count != 4)
        return 2;
    char other[4096];
    snprintf(other, sizeof other, "%s.other", arguments[1]);
    unlink(other);
    if (symlink(arguments[2], other) != 0) {
        perror("symlink");
        return 1;
    }
    long long end = now() + atoi(arguments[3]);
    long swaps = 0;
    while (now() < end) {
        if (syscall(SYS_renameat2, AT_FDCWD, arguments[1], AT_FDCWD, other, 2 /* RENAME_EXCHANGE */) != 0) {
            perror("renameat2");
            return 1;
        }
        swaps++;
    }
    printf("%ld swaps\n", swaps);
    return 0;
}
