#include "unlinked.h"

#include "clock.h"
#include "directory.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Many descriptors may lead to one file. What is beyond these counts each time. */
enum { MOST_REMEMBERED = 512 };

struct count {
    dev_t device;
    uint64_t bytes;
    size_t remembered;
    ino_t inodes[MOST_REMEMBERED];
};

static bool is_known(struct count *count, ino_t inode) {
    for (size_t i = 0; i < count->remembered; i++) {
        if (count->inodes[i] == inode) {
            return true;
        }
    }
    if (count->remembered < MOST_REMEMBERED) {
        count->inodes[count->remembered++] = inode;
    }
    return false;
}

static void count_descriptors(struct count *count, int descriptors, uint64_t until) {
    struct directory directory = {.fd = descriptors};
    const char *name;
    while ((name = directory_next(&directory)) != NULL && clock_micros() < until) {
        struct stat file;
        if (name[0] >= '0' && name[0] <= '9' && fstatat(descriptors, name, &file, 0) == 0 && S_ISREG(file.st_mode)
                && file.st_nlink == 0 && file.st_dev == count->device && !is_known(count, file.st_ino)) {
            count->bytes += (uint64_t)file.st_blocks * 512;
        }
    }
}

uint64_t unlinked_bytes(dev_t device, uint64_t until) {
    static struct count count;
    struct directory processes = {.fd = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    const char *name;
    count = (struct count){.device = device};
    if (processes.fd < 0) {
        return 0;
    }
    while ((name = directory_next(&processes)) != NULL && clock_micros() < until) {
        int process = name[0] >= '1' && name[0] <= '9' ? openat(processes.fd, name, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
        if (process < 0) {
            continue;
        }
        int descriptors = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptors >= 0) {
            count_descriptors(&count, descriptors, until);
            close(descriptors);
        }
        close(process);
    }
    close(processes.fd);
    return count.bytes;
}
