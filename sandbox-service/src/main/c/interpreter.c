#include "interpreter.h"

#include <elf.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

enum { MOST_HEADERS = 128, ENOUGH_OF_A_LINE = 256 };

/* The path of a PT_INTERP segment: at `offset`, with its NUL `size` bytes long. */
static bool read_path(int fd, uint64_t offset, uint64_t size, struct interpreter *found) {
    if (size < 2 || size > sizeof found->path || offset > INT32_MAX) {
        return false;
    }
    if (pread(fd, found->path, size, (off_t)offset) != (ssize_t)size) {
        return false;
    }
    return found->path[0] == '/' && memchr(found->path, 0, size) == found->path + size - 1;
}

/* Both widths have the same fields in different places. */
#define FIND_INTERPRETER(EHDR, PHDR)                                                                                  \
    EHDR file;                                                                                                         \
    if (length < sizeof file) {                                                                                        \
        return;                                                                                                        \
    }                                                                                                                  \
    memcpy(&file, head, sizeof file);                                                                                  \
    if (file.e_phentsize != sizeof(PHDR) || file.e_phnum > MOST_HEADERS || file.e_phoff > INT32_MAX) {                 \
        return;                                                                                                        \
    }                                                                                                                  \
    for (unsigned i = 0; i < file.e_phnum; i++) {                                                                      \
        PHDR segment;                                                                                                  \
        off_t at = (off_t)(file.e_phoff + (uint64_t)i * sizeof segment);                                               \
        if (pread(fd, &segment, sizeof segment, at) != (ssize_t)sizeof segment) {                                      \
            return;                                                                                                    \
        }                                                                                                              \
        if (segment.p_type == PT_INTERP) {                                                                             \
            if (read_path(fd, segment.p_offset, segment.p_filesz, found)) {                                            \
                found->kind = INTERPRETER_PATH;                                                                        \
            }                                                                                                          \
            return;                                                                                                    \
        }                                                                                                              \
    }

static void in_elf_64(int fd, const uint8_t *head, size_t length, struct interpreter *found) {
    FIND_INTERPRETER(Elf64_Ehdr, Elf64_Phdr)
}

static void in_elf_32(int fd, const uint8_t *head, size_t length, struct interpreter *found) {
    FIND_INTERPRETER(Elf32_Ehdr, Elf32_Phdr)
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Copies the next word of a line that ends with NUL, and gives what is behind it; NULL where there is none or it is too long. */
static const char *word(const char *line, char *copy, size_t room) {
    while (is_blank(*line)) {
        line++;
    }
    size_t length = 0;
    while (line[length] != '\0' && !is_blank(line[length])) {
        length++;
    }
    if (length == 0 || length >= room) {
        return NULL;
    }
    memcpy(copy, line, length);
    copy[length] = '\0';
    return line + length;
}

/* `#!/path [argument]`; the argument matters only where the path is env, whose job is to look a name up. */
static void in_script(const char *line, struct interpreter *found) {
    const char *rest = word(line, found->path, sizeof found->path);
    if (rest == NULL || found->path[0] != '/') {
        return;
    }
    found->kind = INTERPRETER_PATH;
    const char *last = strrchr(found->path, '/') + 1;
    if (strcmp(last, "env") != 0) {
        return;
    }
    while ((rest = word(rest, found->name, sizeof found->name)) != NULL) {
        bool is_name = found->name[0] != '-' && strchr(found->name, '=') == NULL && strchr(found->name, '/') == NULL;
        if (is_name) {
            found->kind = INTERPRETER_ENV;
            return;
        }
    }
}

struct interpreter interpreter_of(int fd) {
    struct interpreter found = {.kind = INTERPRETER_NONE};
    uint8_t head[ENOUGH_OF_A_LINE];
    ssize_t length = pread(fd, head, sizeof head, 0);
    if (length >= EI_NIDENT && memcmp(head, ELFMAG, SELFMAG) == 0) {
        if (head[EI_DATA] == ELFDATA2LSB && head[EI_CLASS] == ELFCLASS64) {
            in_elf_64(fd, head, (size_t)length, &found);
        } else if (head[EI_DATA] == ELFDATA2LSB && head[EI_CLASS] == ELFCLASS32) {
            in_elf_32(fd, head, (size_t)length, &found);
        }
        return found;
    }
    if (length > 2 && head[0] == '#' && head[1] == '!') {
        /* The kernel reads no more than 256 bytes of the line either. */
        char line[ENOUGH_OF_A_LINE];
        size_t copied = 0;
        for (size_t i = 2; i < (size_t)length && head[i] != '\n' && head[i] != '\0'; i++) {
            line[copied++] = (char)head[i];
        }
        line[copied] = '\0';
        in_script(line, &found);
    }
    return found;
}
