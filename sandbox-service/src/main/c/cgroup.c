#include "cgroup.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GROUPS "/sys/fs/cgroup/"

int64_t cgroup_number(const char *text, const char *key) {
    size_t length = strlen(key);
    while (text != NULL) {
        if (strncmp(text, key, length) == 0 && text[length] == ' ') {
            char *end;
            long long number = strtoll(text + length + 1, &end, 10);
            return end == text + length + 1 || number < 0 ? -1 : number;
        }
        text = strchr(text, '\n');
        text = text == NULL ? NULL : text + 1;
    }
    return -1;
}

static int64_t read_number(const char *path, const char *key) {
    char text[1024];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    if (length < 0) {
        return -1;
    }
    text[length] = '\0';
    return cgroup_number(text, key);
}

struct cgroup_counts cgroup_read(void) {
    struct cgroup_counts counts = {
            .memory_kills = read_number(GROUPS "memory/memory.oom_control", "oom_kill"),
            .process_refusals = read_number(GROUPS "pids/pids.events", "max"),
    };
    if (counts.memory_kills < 0) {
        counts.memory_kills = read_number(GROUPS "memory.events", "oom_kill");
    }
    if (counts.process_refusals < 0) {
        counts.process_refusals = read_number(GROUPS "pids.events", "max");
    }
    return counts;
}
