/* The allowlist: each program's name and the one file in the image that it stands for. */
#ifndef MOLTMATE_PROGRAMS_H
#define MOLTMATE_PROGRAMS_H

#include <stdbool.h>
#include <stddef.h>

#define MOST_PROGRAMS 256u
#define MOST_FILES (4 * MOST_PROGRAMS)
#define PROGRAM_PATH "/usr/local/bin:/usr/bin:/bin"

struct program {
    const char *name;
    const char *path;    /* canonical; "" where it is not in the image or refused */
    const char *refused; /* why, or NULL */
};

struct programs {
    size_t count;
    struct program list[MOST_PROGRAMS];
    /* Every file that may be executed: the programs, their loaders and interpreters; canonical, each once. */
    size_t file_count;
    const char *files[MOST_FILES];
};

/* Resolves a name along PATH, or an absolute path, and takes it in; false where there is no room or memory left. */
bool programs_add(struct programs *programs, const char *name);
/* The program with that very path, or NULL. */
const struct program *programs_find(const struct programs *programs, const char *path);

#endif
