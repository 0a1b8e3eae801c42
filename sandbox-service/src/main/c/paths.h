/* Checks, right before a start, that a working directory and operands lead to where a program may look. */
#ifndef MOLTMATE_PATHS_H
#define MOLTMATE_PATHS_H

enum path_verdict {
    PATH_INSIDE,
    PATH_ABSENT,  /* nothing is there, or nobody can get there: the program says so itself */
    PATH_OUTSIDE, /* it leads, or may lead, somewhere else */
};

/* An operand, relative to `cwd` or absolute. Symbolic links are followed as far as they stay in the workspace or in /tmp. */
enum path_verdict paths_check(const char *cwd, const char *operand);

/* Opens a directory in the workspace; `fd` is valid only for PATH_INSIDE. */
enum path_verdict paths_open_directory(const char *cwd, int *fd);

/* The same two without openat2, for kernels that lack it. */
enum path_verdict paths_check_by_name(const char *cwd, const char *operand);

#endif
