#include "landlock.h"

#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The numbers are the same on all architectures; the headers of Debian 12 stop at ABI 2. Source: the kernel's
 * include/uapi/linux/landlock.h. */
#define NR_CREATE_RULESET 444
#define NR_ADD_RULE 445
#define NR_RESTRICT_SELF 446
#define CREATE_RULESET_VERSION 1u
#define RULE_PATH_BENEATH 1

#define FS_EXECUTE (1ull << 0)
#define FS_WRITE_FILE (1ull << 1)
#define FS_READ_FILE (1ull << 2)
#define FS_READ_DIR (1ull << 3)
#define FS_REMOVE_DIR (1ull << 4)
#define FS_REMOVE_FILE (1ull << 5)
#define FS_MAKE_CHAR (1ull << 6)
#define FS_MAKE_DIR (1ull << 7)
#define FS_MAKE_REG (1ull << 8)
#define FS_MAKE_SOCK (1ull << 9)
#define FS_MAKE_FIFO (1ull << 10)
#define FS_MAKE_BLOCK (1ull << 11)
#define FS_MAKE_SYM (1ull << 12)
#define FS_REFER (1ull << 13)     /* ABI 2 */
#define FS_TRUNCATE (1ull << 14)  /* ABI 3 */
#define FS_IOCTL_DEV (1ull << 15) /* ABI 5 */
#define NET_BIND_TCP (1ull << 0)  /* ABI 4 */
#define NET_CONNECT_TCP (1ull << 1)
#define SCOPE_ABSTRACT_UNIX_SOCKET (1ull << 0) /* ABI 6 */
#define SCOPE_SIGNAL (1ull << 1)

#define READ (FS_READ_FILE | FS_READ_DIR)
#define REMOVE (READ | FS_REMOVE_FILE | FS_REMOVE_DIR)
/* No devices, no sockets and no pipes are made anywhere. */
#define WRITE (REMOVE | FS_WRITE_FILE | FS_MAKE_REG | FS_MAKE_DIR | FS_MAKE_SYM | FS_REFER | FS_TRUNCATE)
/* What can be said of a file that is not a directory. */
#define OF_A_FILE (FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV)

struct ruleset_attributes {
    uint64_t handled_access_fs;
    uint64_t handled_access_net;
    uint64_t scoped;
};

struct path_beneath_attributes {
    uint64_t allowed_access;
    int32_t parent_fd;
} __attribute__((packed));

static const char *const readable[] = {
        "/usr/lib",   "/usr/lib32",     "/usr/lib64",       "/usr/libx32", "/usr/libexec",   "/lib",          "/lib32",
        "/lib64",     "/libx32",        "/usr/share",       "/usr/local/lib", "/etc/ld.so.cache", "/etc/fonts",
        "/etc/localtime", "/etc/alternatives",
};

static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};

#define COUNT(ARRAY) (sizeof(ARRAY) / sizeof *(ARRAY))

int landlock_abi(void) {
    long abi = syscall(NR_CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
    return abi < 1 ? 0 : (int)(abi > UINT8_MAX ? UINT8_MAX : abi);
}

int landlock_enter(int ruleset) {
    return (int)syscall(NR_RESTRICT_SELF, ruleset, 0);
}

static uint64_t handled_by(int abi) {
    uint64_t handled = (FS_MAKE_SYM << 1) - 1;
    if (abi >= 2) {
        handled |= FS_REFER;
    }
    if (abi >= 3) {
        handled |= FS_TRUNCATE;
    }
    if (abi >= 5) {
        handled |= FS_IOCTL_DEV;
    }
    return handled;
}

/* Allows what `access` says at and below a path, as far as the kernel knows it. */
static bool allow(int ruleset, uint64_t handled, const char *path, uint64_t access) {
    int fd = open(path, O_PATH | O_CLOEXEC);
    struct stat file;
    if (fd < 0 || fstat(fd, &file) != 0) {
        int error = errno;
        if (fd >= 0) {
            close(fd);
        }
        errno = error;
        return false;
    }
    struct path_beneath_attributes rule = {.allowed_access = access & handled, .parent_fd = fd};
    if (!S_ISDIR(file.st_mode)) {
        rule.allowed_access &= OF_A_FILE;
    }
    long result = syscall(NR_ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0);
    int error = errno;
    close(fd);
    errno = error;
    return result == 0;
}

/* An image need not have all of these; what is missing can't be read anyway. */
static bool allow_where_there(int ruleset, uint64_t handled, const char *const *paths, size_t count, uint64_t access) {
    for (size_t i = 0; i < count; i++) {
        if (!allow(ruleset, handled, paths[i], access) && errno != ENOENT && errno != ENOTDIR) {
            return false;
        }
    }
    return true;
}

static uint64_t in_workspace(enum domain domain) {
    switch (domain) {
        case DOMAIN_WRITE:
            return WRITE;
        case DOMAIN_REMOVE:
            return REMOVE;
        default:
            return READ;
    }
}

static bool add_rules(int ruleset, uint64_t handled, enum domain domain, const struct programs *programs) {
    for (size_t i = 0; i < programs->file_count; i++) {
        if (!allow(ruleset, handled, programs->files[i], FS_EXECUTE | FS_READ_FILE)) {
            return false;
        }
    }
    return allow_where_there(ruleset, handled, readable, COUNT(readable), READ)
            && allow_where_there(ruleset, handled, devices, COUNT(devices), FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE)
            && allow(ruleset, handled, place_temporary(), WRITE)
            && allow(ruleset, handled, place_workspace(), in_workspace(domain));
}

int landlock_ruleset(int abi, enum domain domain, bool tcp, const struct programs *programs) {
    struct ruleset_attributes attributes = {.handled_access_fs = handled_by(abi)};
    if (abi >= 4 && !tcp) {
        attributes.handled_access_net = NET_BIND_TCP | NET_CONNECT_TCP;
    }
    if (abi >= 6) {
        attributes.scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL;
    }
    int ruleset = (int)syscall(NR_CREATE_RULESET, &attributes, sizeof attributes, 0);
    if (ruleset < 0) {
        return -1;
    }
    if (!add_rules(ruleset, attributes.handled_access_fs, domain, programs)) {
        int error = errno;
        close(ruleset);
        errno = error;
        return -1;
    }
    return ruleset;
}
