/* What all probes share: an attempt is made in a child of its own and told as a line "name<TAB>result". */
#ifndef PROBE_H
#define PROBE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Returns 0 or more if what was attempted worked, else -1 with errno. */
typedef long (*attempt_function)(void);

/*
 * The result is "ok", the name of an errno, or "signal N" if the child was killed. It has ten seconds. It tells through a
 * pipe that a program which it becomes does not have; so one that says nothing has become another program, which is "ok" too.
 */
__attribute__((unused)) static void attempt(const char *name, attempt_function function) {
    int ends[2], error = 0, status = 0;
    fflush(stdout);
    pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? fork() : -1;
    if (child < 0) {
        perror("fork");
        exit(2);
    }
    if (child == 0) {
        alarm(10);
        errno = 0;
        error = function() >= 0 ? 0 : errno;
        _exit(write(ends[1], &error, sizeof error) != sizeof error);
    }
    close(ends[1]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFSIGNALED(status))
        printf("%s\tsignal %d\n", name, WTERMSIG(status));
    else
        printf("%s\t%s\n", name, read(ends[0], &error, sizeof error) <= 0 || error == 0 ? "ok" : strerrorname_np(error));
    fflush(stdout);
    close(ends[0]);
}

/* Attempts that are a plain list. */
struct named_attempt {
    const char *name;
    attempt_function function;
};

#define ATTEMPT_ALL(list) \
    do { \
        for (size_t i = 0; i < sizeof(list) / sizeof((list)[0]); i++) \
            attempt((list)[i].name, (list)[i].function); \
    } while (0)

#endif
