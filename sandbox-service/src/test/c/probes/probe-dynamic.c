/*
 * A program with an interpreter of its own, to be started through the loader: says that it ran, and then what comes of
 * starting the program that it is given.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int count, char **arguments) {
    puts("native code ran");
    fflush(stdout);
    if (count > 1) {
        execv(arguments[1], arguments + 1);
        puts(strerrorname_np(errno));
    }
    return 0;
}
