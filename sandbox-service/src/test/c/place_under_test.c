/* The supervisor's place in tests: any process, with a workspace and a /tmp below MOLTMATE_TEST_ROOT, and no power over strangers. */
#include "place.h"

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { MOST_PROCESSES = 4096 };

static const char *below_root(char path[PATH_MAX], const char *name) {
    const char *root = getenv("MOLTMATE_TEST_ROOT");
    snprintf(path, PATH_MAX, "%s/%s", root == NULL ? "/nonexistent" : root, name);
    return path;
}

const char *place_unfit(void) {
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0 ? NULL : "it can't be a subreaper";
}

const char *place_workspace(void) {
    static char path[PATH_MAX];
    return below_root(path, "workspace");
}

const char *place_temporary(void) {
    static char path[PATH_MAX];
    return below_root(path, "tmp");
}

static pid_t parent_of(pid_t process) {
    char path[64];
    char text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)process);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return 0;
    }
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    char *behind_name = strrchr(text, ')');
    int parent = 0;
    return behind_name != NULL && sscanf(behind_name + 1, " %*c %d", &parent) == 1 ? parent : 0;
}

/* What kill(-1) does for the first process of a PID namespace: here only those that descend from this one. */
void place_kill_all(void) {
    static pid_t ours[MOST_PROCESSES];
    size_t count = 1;
    ours[0] = getpid();
    for (size_t known = 0; known != count;) {
        known = count;
        DIR *processes = opendir("/proc");
        const struct dirent *entry;
        while (processes != NULL && (entry = readdir(processes)) != NULL && count < MOST_PROCESSES) {
            pid_t process = atoi(entry->d_name);
            pid_t parent = process > 0 ? parent_of(process) : 0;
            bool descends = false;
            for (size_t i = 0; i < count; i++) {
                if (ours[i] == process) {
                    descends = false;
                    break;
                }
                descends = descends || ours[i] == parent;
            }
            if (descends && parent > 0) {
                ours[count++] = process;
            }
        }
        if (processes != NULL) {
            closedir(processes);
        }
    }
    for (size_t i = 1; i < count; i++) {
        kill(ours[i], SIGKILL);
    }
}

bool place_is_outside(pid_t sender) {
    return parent_of(sender) != getpid();
}
