#include "paths.h"

#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* From the kernel's include/uapi/linux/openat2.h; the number is the same on all architectures. */
#define NR_OPENAT2 437
#define NO_MAGIC_LINKS 0x02u
#define BENEATH 0x08u

struct how {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};

enum { MOST_TRIES = 8 };

/* What is behind `root` in an absolute path, "." for the root itself; NULL where the path does not begin with it. */
static const char *below(const char *root, const char *path) {
    size_t length = strlen(root);
    if (strncmp(path, root, length) != 0 || (path[length] != '/' && path[length] != '\0')) {
        return NULL;
    }
    path += length;
    while (*path == '/') {
        path++;
    }
    return *path == '\0' ? "." : path;
}

/* The root that a path is to stay under, and the rest of it, which `joined` may hold; NULL where it is under none. */
static const char *split(const char *cwd, const char *operand, char joined[PATH_MAX], const char **root) {
    if (operand[0] == '/') {
        *root = place_workspace();
        const char *rest = below(*root, operand);
        if (rest == NULL) {
            *root = place_temporary();
            rest = below(*root, operand);
        }
        return rest;
    }
    *root = place_workspace();
    const char *directory = below(*root, cwd);
    if (directory == NULL) {
        return NULL;
    }
    int length = snprintf(joined, PATH_MAX, "%s/%s", directory, operand);
    return length > 0 && length < PATH_MAX ? joined : NULL;
}

static enum path_verdict verdict_of(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
        case EACCES:
        case ENAMETOOLONG:
            return PATH_ABSENT;
        default:
            return PATH_OUTSIDE; /* EXDEV; ELOOP of a magic link; and whatever else leaves it open */
    }
}

/* A descriptor of `path`, which stays beneath `root` all the way, or -1 with errno. */
static int open_beneath(const char *root, const char *path, int flags) {
    int directory = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return -1;
    }
    struct how how = {.flags = (uint64_t)(O_PATH | O_CLOEXEC | flags), .resolve = BENEATH | NO_MAGIC_LINKS};
    long fd = -1;
    for (int i = 0; i < MOST_TRIES; i++) {
        fd = syscall(NR_OPENAT2, directory, path, &how, sizeof how);
        if (fd >= 0 || errno != EAGAIN) { /* EAGAIN: something was renamed meanwhile */
            break;
        }
    }
    int error = errno;
    close(directory);
    errno = error;
    return (int)fd;
}

static bool is_missing_call(int error) {
    return error == ENOSYS || error == EPERM;
}

enum path_verdict paths_check(const char *cwd, const char *operand) {
    char joined[PATH_MAX];
    const char *root;
    const char *path = split(cwd, operand, joined, &root);
    if (path == NULL) {
        return PATH_OUTSIDE;
    }
    int fd = open_beneath(root, path, 0);
    if (fd >= 0) {
        close(fd);
        return PATH_INSIDE;
    }
    return is_missing_call(errno) ? paths_check_by_name(cwd, operand) : verdict_of(errno);
}

enum path_verdict paths_check_by_name(const char *cwd, const char *operand) {
    char joined[PATH_MAX];
    char whole[PATH_MAX];
    char resolved[PATH_MAX];
    const char *root;
    const char *path = split(cwd, operand, joined, &root);
    if (path == NULL) {
        return PATH_OUTSIDE;
    }
    int length = snprintf(whole, sizeof whole, "%s/%s", root, path);
    if (length < 0 || (size_t)length >= sizeof whole) {
        return PATH_OUTSIDE;
    }
    resolved[0] = '\0';
    if (realpath(whole, resolved) == NULL) {
        /* For these two the C library leaves in `resolved` how far it came: what is missing outside leads out just the same. */
        bool went_out = (errno == ENOENT || errno == EACCES) && below(root, resolved) == NULL;
        return went_out ? PATH_OUTSIDE : verdict_of(errno);
    }
    return below(root, resolved) == NULL ? PATH_OUTSIDE : PATH_INSIDE;
}

enum path_verdict paths_open_directory(const char *cwd, int *fd) {
    const char *path = below(place_workspace(), cwd);
    if (path == NULL) {
        return PATH_OUTSIDE;
    }
    *fd = open_beneath(place_workspace(), path, O_DIRECTORY);
    if (*fd >= 0) {
        return PATH_INSIDE;
    }
    if (!is_missing_call(errno)) {
        return verdict_of(errno);
    }
    enum path_verdict verdict = paths_check_by_name(cwd, ".");
    if (verdict != PATH_INSIDE) {
        return verdict;
    }
    *fd = open(cwd, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return *fd >= 0 ? PATH_INSIDE : verdict_of(errno);
}
