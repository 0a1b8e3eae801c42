#include "directory.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As getdents64(2) gives it. */
struct entry {
    uint64_t inode;
    int64_t offset;
    uint16_t size;
    uint8_t type;
    char name[];
};

static bool is_dots(const char *name) {
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

const char *directory_next(struct directory *directory) {
    for (;;) {
        if (directory->at == directory->end) {
            long length = syscall(SYS_getdents64, directory->fd, directory->entries, sizeof directory->entries);
            if (length <= 0) {
                return NULL;
            }
            directory->at = 0;
            directory->end = (size_t)length;
        }
        const struct entry *entry = (const struct entry *)(const void *)(directory->entries + directory->at);
        directory->at += entry->size;
        if (!is_dots(entry->name)) {
            return entry->name;
        }
    }
}
