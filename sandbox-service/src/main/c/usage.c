#include "usage.h"

#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES_BETWEEN_LOOKS_AT_THE_CLOCK = 32 };

void usage_abandon(struct usage_walk *walk) {
    while (walk->depth > 0) {
        close(walk->levels[--walk->depth].fd);
    }
}

static void push(struct usage_walk *walk, int fd) {
    struct directory *level = &walk->levels[walk->depth++];
    level->fd = fd;
    level->at = 0;
    level->end = 0;
}

/* A file with several names counts once, spread over them. */
static uint64_t share_of(const struct stat *file) {
    uint64_t bytes = (uint64_t)file->st_blocks * 512;
    if (!S_ISDIR(file->st_mode) && file->st_nlink > 1) {
        bytes /= file->st_nlink;
    }
    return bytes < USAGE_LEAST_ENTRY ? USAGE_LEAST_ENTRY : bytes;
}

/* A directory that its owner, who is the user here, has closed is opened again, or files could be hidden in it. */
static int open_directory(int parent, const char *name, const struct stat *file) {
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(parent, name, flags);
    if (fd < 0 && errno == EACCES && file->st_uid == geteuid()
            && fchmodat(parent, name, (file->st_mode & 07777) | S_IRWXU, 0) == 0) {
        fd = openat(parent, name, flags);
    }
    return fd;
}

/* Counts one entry, and goes into it where it is a directory; false where that is too deep. */
static bool count(struct usage_walk *walk, int parent, const char *name) {
    struct stat file;
    if (fstatat(parent, name, &file, AT_SYMLINK_NOFOLLOW) != 0) {
        return true;
    }
    walk->bytes += share_of(&file);
    if (!S_ISDIR(file.st_mode)) {
        return true;
    }
    if (walk->depth == USAGE_MOST_DEPTH) {
        return false;
    }
    int fd = open_directory(parent, name, &file);
    if (fd >= 0) {
        push(walk, fd);
    }
    return true;
}

enum usage_result usage_measure(struct usage_walk *walk, const char *root, uint64_t limit, uint64_t until) {
    if (walk->depth == 0) {
        struct stat directory;
        int fd = stat(root, &directory) == 0 ? open_directory(AT_FDCWD, root, &directory) : -1;
        if (fd < 0) {
            return USAGE_UNMEASURABLE;
        }
        walk->bytes = 0;
        push(walk, fd);
    }
    for (unsigned seen = 1; walk->depth > 0; seen++) {
        struct directory *level = &walk->levels[walk->depth - 1];
        const char *name = directory_next(level);
        if (name == NULL) {
            close(level->fd);
            walk->depth--;
            continue;
        }
        bool deep = !count(walk, level->fd, name);
        if (deep || walk->bytes > limit) {
            usage_abandon(walk);
            return deep ? USAGE_UNMEASURABLE : USAGE_OVER;
        }
        if (seen % ENTRIES_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && clock_micros() >= until) {
            return USAGE_UNFINISHED;
        }
    }
    return USAGE_WITHIN;
}
