#include "programs.h"

#include "interpreter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A script may name a script, which may name another; the kernel follows no more than these. */
enum { MOST_INTERPRETERS = 5 };

const struct program *programs_find(const struct programs *programs, const char *path) {
    for (size_t i = 0; i < programs->count; i++) {
        if (programs->list[i].path[0] != '\0' && strcmp(programs->list[i].path, path) == 0) {
            return &programs->list[i];
        }
    }
    return NULL;
}

/* Why a file must not be executed, or NULL. Whoever can change a file decides what runs. */
static const char *why_refused(const char *path, const struct stat *file) {
    if (!S_ISREG(file->st_mode)) {
        return "not a regular file";
    }
    if ((file->st_mode & (S_ISUID | S_ISGID)) != 0) {
        return "setuid or setgid";
    }
    if (file->st_uid == geteuid() || faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0) {
        return "writable by the user that it would run as";
    }
    if (faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) != 0) {
        return "not executable";
    }
    return NULL;
}

/* The canonical path of `name`, allocated; NULL where there is none. */
static char *resolve(const char *name) {
    if (name[0] == '/') {
        return realpath(name, NULL);
    }
    if (name[0] == '\0' || strchr(name, '/') != NULL || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        return NULL;
    }
    const char *directory = PROGRAM_PATH;
    while (*directory != '\0') {
        size_t length = strcspn(directory, ":");
        char path[PATH_MAX];
        int printed = snprintf(path, sizeof path, "%.*s/%s", (int)length, directory, name);
        struct stat file;
        if (printed > 0 && (size_t)printed < sizeof path && stat(path, &file) == 0 && S_ISREG(file.st_mode)) {
            return realpath(path, NULL);
        }
        directory += length + (directory[length] == ':');
    }
    return NULL;
}

static bool add_file(struct programs *programs, const char *path) {
    for (size_t i = 0; i < programs->file_count; i++) {
        if (strcmp(programs->files[i], path) == 0) {
            return true;
        }
    }
    if (programs->file_count == MOST_FILES) {
        return false;
    }
    programs->files[programs->file_count++] = path;
    return true;
}

/* Takes in a file and all that the kernel needs to start it; the reason where one of them must not be executed. */
static const char *add_with_interpreters(struct programs *programs, const char *path, int depth) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat file;
    if (fd < 0) {
        return "not readable";
    }
    const char *refused = fstat(fd, &file) != 0 ? "not readable" : why_refused(path, &file);
    if (refused == NULL) {
        struct interpreter interpreter = interpreter_of(fd);
        if (interpreter.kind != INTERPRETER_NONE) {
            char *loader = depth < MOST_INTERPRETERS ? resolve(interpreter.path) : NULL;
            refused = loader == NULL ? "its interpreter is not there" : add_with_interpreters(programs, loader, depth + 1);
        }
        if (refused == NULL && interpreter.kind == INTERPRETER_ENV) {
            char *looked_up = resolve(interpreter.name);
            refused = looked_up == NULL ? "its interpreter is not there"
                                        : add_with_interpreters(programs, looked_up, depth + 1);
        }
    }
    close(fd);
    if (refused == NULL && !add_file(programs, path)) {
        refused = "too many files are allowlisted";
    }
    return refused;
}

bool programs_add(struct programs *programs, const char *name) {
    for (size_t i = 0; i < programs->count; i++) {
        if (strcmp(programs->list[i].name, name) == 0) {
            return true;
        }
    }
    if (programs->count == MOST_PROGRAMS) {
        return false;
    }
    struct program *program = &programs->list[programs->count++];
    *program = (struct program){.name = name, .path = ""};
    char *path = resolve(name);
    if (path == NULL) {
        return true;
    }
    program->refused = add_with_interpreters(programs, path, 0);
    if (program->refused == NULL) {
        program->path = path;
    }
    return true;
}
