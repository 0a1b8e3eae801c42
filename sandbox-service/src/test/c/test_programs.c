#include "check.h"
#include "programs.h"
#include "scratch.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static struct programs programs;

static const struct program *add(const char *name) {
    memset(&programs, 0, sizeof programs);
    CHECK(programs_add(&programs, name));
    CHECK_EQUAL(1, programs.count);
    return &programs.list[0];
}

static bool may_execute(const char *path) {
    char *canonical = realpath(path, NULL);
    bool found = false;
    for (size_t i = 0; canonical != NULL && i < programs.file_count; i++) {
        found = found || strcmp(programs.files[i], canonical) == 0;
    }
    free(canonical);
    return found;
}

static void a_name_is_found_along_path_with_its_loader(void) {
    const struct program *cat = add("cat");
    char *canonical = realpath("/bin/cat", NULL);
    CHECK_TEXT(canonical, cat->path);
    CHECK(cat->refused == NULL);
    CHECK(may_execute("/bin/cat"));
    CHECK_EQUAL(2, programs.file_count);
    CHECK(programs_find(&programs, canonical) == cat);
    CHECK(programs_find(&programs, "cat") == NULL);
    CHECK(programs_find(&programs, "") == NULL);
    free(canonical);
}

static void an_absolute_path_stands_for_itself(void) {
    CHECK_TEXT(add("cat")->path, add("/bin/cat")->path);
}

static void what_is_not_there_has_no_path(void) {
    static const char *const names[] = {"no-such-program", "", ".", "..", "../bin/cat", "bin/cat", "/no/such", "cat/"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        CHECK_TEXT("", add(names[i])->path);
        CHECK_EQUAL(0, programs.file_count);
    }
}

static void a_script_brings_its_interpreter(void) {
    if (access("/usr/bin/ldd", R_OK) != 0) {
        NOT_POSSIBLE_HERE("a script in the image: there is no ldd");
        return;
    }
    CHECK(add("ldd")->path[0] == '/');
    CHECK(may_execute("/usr/bin/ldd"));
    CHECK(may_execute("/bin/bash"));
    CHECK_EQUAL(3, programs.file_count);
}

static void a_file_of_ones_own_is_refused(void) {
    scratch_write("mine", "#!/bin/sh\n");
    CHECK_EQUAL(0, chmod(scratch_path("mine"), 0555));
    const struct program *mine = add(scratch_path("mine"));
    CHECK_TEXT("", mine->path);
    CHECK(mine->refused != NULL);
    CHECK_EQUAL(0, programs.file_count);
}

static void directories_and_devices_are_refused(void) {
    CHECK_TEXT("", add("/tmp")->path);
    CHECK_TEXT("", add("/dev/null")->path);
    CHECK_TEXT("", add("/etc/passwd")->path);
}

static void setuid_files_are_refused(void) {
    static const char *const names[] = {"su", "passwd", "mount", "chsh"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct program *program = add(names[i]);
        if (program->refused != NULL) {
            CHECK_TEXT("setuid or setgid", program->refused);
            CHECK_TEXT("", program->path);
            CHECK_EQUAL(0, programs.file_count);
            return;
        }
    }
    NOT_POSSIBLE_HERE("a setuid program: none is installed");
}

static void a_program_counts_once_and_there_is_room_for_256(void) {
    memset(&programs, 0, sizeof programs);
    CHECK(programs_add(&programs, "cat"));
    CHECK(programs_add(&programs, "cat"));
    CHECK_EQUAL(1, programs.count);
    static char names[MOST_PROGRAMS][16];
    for (unsigned i = 1; i < MOST_PROGRAMS; i++) {
        snprintf(names[i], sizeof names[i], "none-%u", i);
        CHECK(programs_add(&programs, names[i]));
    }
    CHECK(!programs_add(&programs, "one-more"));
    CHECK(programs_add(&programs, "cat"));
}

int main(void) {
    scratch_begin();
    RUN(a_name_is_found_along_path_with_its_loader);
    RUN(an_absolute_path_stands_for_itself);
    RUN(what_is_not_there_has_no_path);
    RUN(a_script_brings_its_interpreter);
    RUN(a_file_of_ones_own_is_refused);
    RUN(directories_and_devices_are_refused);
    RUN(setuid_files_are_refused);
    RUN(a_program_counts_once_and_there_is_room_for_256);
    scratch_end();
    return check_report("programs");
}
