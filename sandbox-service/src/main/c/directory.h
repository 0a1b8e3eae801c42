/* The names in an open directory, read without allocating anything. */
#ifndef MOLTMATE_DIRECTORY_H
#define MOLTMATE_DIRECTORY_H

#include <stddef.h>

struct directory {
    int fd; /* the caller's, to open and to close */
    size_t at;
    size_t end;
    _Alignas(8) char entries[4096];
};

/* The next name except "." and "..", good until the next call; NULL at the end. */
const char *directory_next(struct directory *directory);

#endif
