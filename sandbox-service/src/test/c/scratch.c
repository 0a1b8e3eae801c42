#include "scratch.h"

#include <fcntl.h>
#include <ftw.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOBODY = 65534, PATHS = 4 };

static char root[] = "/tmp/moltmate-test-XXXXXX";

static void must(int failed, const char *what) {
    if (failed) {
        perror(what);
        exit(2);
    }
}

void scratch_begin(void) {
    if (geteuid() == 0) {
        must(setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0, "setuid");
    }
    must(mkdtemp(root) == NULL || chmod(root, 0755) != 0, "mkdtemp");
    must(setenv("MOLTMATE_TEST_ROOT", root, 1) != 0, "setenv");
    must(mkdir(scratch_path("workspace"), 0755) != 0 || mkdir(scratch_path("tmp"), 0755) != 0, "mkdir");
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place) {
    (void)status;
    (void)type;
    (void)place;
    return remove(path);
}

void scratch_end(void) {
    nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *scratch_path(const char *name) {
    static char paths[PATHS][PATH_MAX];
    static int next;
    char *path = paths[next++ % PATHS];
    snprintf(path, PATH_MAX, "%s/%s", root, name);
    return path;
}

void scratch_write(const char *name, const char *text) {
    int fd = open(scratch_path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    must(fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) || close(fd) != 0, name);
}
