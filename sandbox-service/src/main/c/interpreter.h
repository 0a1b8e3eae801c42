/* What the kernel starts besides a program's own file: the loader that an ELF file names, or the program of a `#!` line. */
#ifndef MOLTMATE_INTERPRETER_H
#define MOLTMATE_INTERPRETER_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

enum interpreter_kind {
    INTERPRETER_NONE, /* static, or nothing that the kernel starts through another file */
    INTERPRETER_PATH, /* one absolute path */
    INTERPRETER_ENV,  /* /usr/bin/env or the like, and a name to look up along PATH */
};

struct interpreter {
    enum interpreter_kind kind;
    char path[PATH_MAX];
    char name[NAME_MAX + 1];
};

/* Reads the head of an open file; whatever is damaged or out of bounds counts as none. */
struct interpreter interpreter_of(int fd);

#endif
