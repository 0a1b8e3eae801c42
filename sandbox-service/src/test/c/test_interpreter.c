#include "check.h"
#include "interpreter.h"

#include <elf.h>
#include <fcntl.h>
#include <unistd.h>

static int nameless_file(void) {
    char name[] = "/tmp/moltmate-test-XXXXXX";
    int fd = mkstemp(name);
    unlink(name);
    return fd;
}

static struct interpreter of_bytes(const void *bytes, size_t length) {
    int fd = nameless_file();
    if (write(fd, bytes, length) != (ssize_t)length) {
        abort();
    }
    struct interpreter found = interpreter_of(fd);
    close(fd);
    return found;
}

static struct interpreter of_text(const char *text) {
    return of_bytes(text, strlen(text));
}

struct elf_64 {
    Elf64_Ehdr file;
    Elf64_Phdr segments[2];
    char path[32];
};

static struct elf_64 sample(void) {
    struct elf_64 elf = {
            .file = {.e_phoff = sizeof(Elf64_Ehdr), .e_phentsize = sizeof(Elf64_Phdr), .e_phnum = 2},
            .segments = {{.p_type = PT_LOAD}, {.p_type = PT_INTERP, .p_offset = offsetof(struct elf_64, path), .p_filesz = 11}},
            .path = "/lib/ld.so",
    };
    memcpy(elf.file.e_ident, ELFMAG, SELFMAG);
    elf.file.e_ident[EI_CLASS] = ELFCLASS64;
    elf.file.e_ident[EI_DATA] = ELFDATA2LSB;
    return elf;
}

static void the_loader_of_an_elf_file_is_found(void) {
    struct elf_64 elf = sample();
    struct interpreter found = of_bytes(&elf, sizeof elf);
    CHECK_EQUAL(INTERPRETER_PATH, found.kind);
    CHECK_TEXT("/lib/ld.so", found.path);
}

static void the_loader_of_a_32_bit_elf_file_is_found(void) {
    struct {
        Elf32_Ehdr file;
        Elf32_Phdr segment;
        char path[16];
    } elf = {
            .file = {.e_phoff = sizeof(Elf32_Ehdr), .e_phentsize = sizeof(Elf32_Phdr), .e_phnum = 1},
            .segment = {.p_type = PT_INTERP, .p_offset = sizeof(Elf32_Ehdr) + sizeof(Elf32_Phdr), .p_filesz = 9},
            .path = "/lib/ld2",
    };
    memcpy(elf.file.e_ident, ELFMAG, SELFMAG);
    elf.file.e_ident[EI_CLASS] = ELFCLASS32;
    elf.file.e_ident[EI_DATA] = ELFDATA2LSB;
    struct interpreter found = of_bytes(&elf, sizeof elf);
    CHECK_EQUAL(INTERPRETER_PATH, found.kind);
    CHECK_TEXT("/lib/ld2", found.path);
}

static void a_static_file_has_none(void) {
    struct elf_64 elf = sample();
    elf.file.e_phnum = 1;
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
}

static void this_very_test_has_a_loader_that_exists(void) {
    int fd = open("/proc/self/exe", O_RDONLY);
    struct interpreter found = interpreter_of(fd);
    close(fd);
    CHECK_EQUAL(INTERPRETER_PATH, found.kind);
    CHECK_EQUAL(0, access(found.path, X_OK));
}

static void damaged_elf_files_have_none(void) {
    struct elf_64 elf = sample();
    elf.segments[1].p_filesz = 10; /* no NUL within */
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.segments[1].p_filesz = 12; /* two NULs */
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.segments[1].p_filesz = UINT64_MAX;
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.segments[1].p_offset = UINT64_MAX - 3;
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.path[0] = 'l';
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.file.e_phoff = UINT64_MAX;
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.file.e_phentsize = 1;
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.file.e_phnum = UINT16_MAX;
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    elf.file.e_ident[EI_DATA] = ELFDATA2MSB;
    CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, sizeof elf).kind);
    elf = sample();
    for (size_t length = 0; length < offsetof(struct elf_64, path) + 11; length++) {
        CHECK_EQUAL(INTERPRETER_NONE, of_bytes(&elf, length).kind);
    }
}

static void random_bytes_behind_the_magic_are_survived(void) {
    for (uint32_t seed = 1; seed <= 2000; seed++) {
        uint32_t random = seed * 2654435761u;
        struct elf_64 elf = sample();
        for (unsigned i = 0; i < 6; i++) {
            ((uint8_t *)&elf)[6 + check_random(&random) % (sizeof elf - 6)] = (uint8_t)check_random(&random);
        }
        struct interpreter found = of_bytes(&elf, sizeof elf);
        CHECK(found.kind == INTERPRETER_NONE || found.path[0] == '/');
    }
}

static void the_program_of_a_script_is_found(void) {
    struct interpreter found = of_text("#!/bin/sh\necho");
    CHECK_EQUAL(INTERPRETER_PATH, found.kind);
    CHECK_TEXT("/bin/sh", found.path);
    found = of_text("#! \t/usr/bin/perl -w\n");
    CHECK_EQUAL(INTERPRETER_PATH, found.kind);
    CHECK_TEXT("/usr/bin/perl", found.path);
}

static void env_names_another(void) {
    struct interpreter found = of_text("#!/usr/bin/env python3\n");
    CHECK_EQUAL(INTERPRETER_ENV, found.kind);
    CHECK_TEXT("/usr/bin/env", found.path);
    CHECK_TEXT("python3", found.name);
    found = of_text("#!/usr/bin/env -S A=b python3 -u\n");
    CHECK_EQUAL(INTERPRETER_ENV, found.kind);
    CHECK_TEXT("python3", found.name);
    CHECK_EQUAL(INTERPRETER_PATH, of_text("#!/usr/bin/env\n").kind);
    CHECK_EQUAL(INTERPRETER_PATH, of_text("#!/usr/bin/env -S\n").kind);
}

static void other_beginnings_have_none(void) {
    static const char *const texts[] = {"", "#", "#!", "#!\n", "#! \n/bin/sh", "#!bin/sh\n", "echo", " #!/bin/sh", "MZ"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK_EQUAL(INTERPRETER_NONE, of_text(texts[i]).kind);
    }
}

int main(void) {
    RUN(the_loader_of_an_elf_file_is_found);
    RUN(the_loader_of_a_32_bit_elf_file_is_found);
    RUN(a_static_file_has_none);
    RUN(this_very_test_has_a_loader_that_exists);
    RUN(damaged_elf_files_have_none);
    RUN(random_bytes_behind_the_magic_are_survived);
    RUN(the_program_of_a_script_is_found);
    RUN(env_names_another);
    RUN(other_beginnings_have_none);
    return check_report("interpreter");
}
