#include "check.h"
#include "paths.h"
#include "place.h"
#include "scratch.h"

#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *in_workspace(const char *name) {
    static char path[PATH_MAX];
    snprintf(path, sizeof path, "%s%s", place_workspace(), name);
    return path;
}

/* Both ways must agree. */
static void check(int line, enum path_verdict expected, const char *cwd, const char *operand) {
    enum path_verdict by_kernel = paths_check(cwd, operand);
    enum path_verdict by_name = paths_check_by_name(cwd, operand);
    if (by_kernel != expected || by_name != expected) {
        printf("    line %d: %s from %s is %d and by name %d, not %d\n", line, operand, cwd, by_kernel, by_name, expected);
        check_failed = true;
    }
}

#define CHECK_PATH(EXPECTED, CWD, OPERAND) check(__LINE__, EXPECTED, CWD, OPERAND)

static void link_to(const char *name, const char *target) {
    CHECK_EQUAL(0, symlink(target, scratch_path(name)));
}

static void operands_in_the_workspace_are_inside(void) {
    const char *root = place_workspace();
    CHECK_PATH(PATH_INSIDE, root, "file");
    CHECK_PATH(PATH_INSIDE, root, "./a/../file");
    CHECK_PATH(PATH_INSIDE, root, ".");
    CHECK_PATH(PATH_INSIDE, root, root);
    CHECK_PATH(PATH_INSIDE, root, in_workspace("/a"));
    CHECK_PATH(PATH_INSIDE, root, in_workspace("//a/"));
    CHECK_PATH(PATH_INSIDE, in_workspace("/a"), "../file");
    CHECK_PATH(PATH_INSIDE, in_workspace("/a/"), "b");
}

static void operands_in_tmp_are_inside_by_their_absolute_path(void) {
    CHECK_PATH(PATH_INSIDE, place_workspace(), place_temporary());
    CHECK_PATH(PATH_INSIDE, place_workspace(), scratch_path("tmp/note"));
    CHECK_PATH(PATH_OUTSIDE, place_workspace(), "../tmp/note");
}

static void what_leads_out_is_outside(void) {
    const char *root = place_workspace();
    CHECK_PATH(PATH_OUTSIDE, root, "/etc/passwd");
    CHECK_PATH(PATH_OUTSIDE, root, "/");
    CHECK_PATH(PATH_OUTSIDE, root, "/proc/self/root/etc/passwd");
    CHECK_PATH(PATH_OUTSIDE, root, "..");
    CHECK_PATH(PATH_OUTSIDE, root, "../outside");
    CHECK_PATH(PATH_OUTSIDE, root, "../missing");
    CHECK_PATH(PATH_OUTSIDE, root, "../missing/more");
    CHECK_PATH(PATH_OUTSIDE, root, "a/../../outside");
    CHECK_PATH(PATH_OUTSIDE, root, in_workspace("/../outside"));
    CHECK_PATH(PATH_OUTSIDE, root, in_workspace("x"));
    CHECK_PATH(PATH_OUTSIDE, in_workspace("/a"), "../../outside");
    CHECK_PATH(PATH_OUTSIDE, "/etc", "passwd");
    CHECK_PATH(PATH_OUTSIDE, "/", "file");
}

static void links_are_followed(void) {
    const char *root = place_workspace();
    link_to("workspace/good", "a/b");
    link_to("workspace/bad", "../outside");
    link_to("workspace/via", "bad");
    link_to("workspace/up", "..");
    link_to("workspace/etc", "/etc");
    link_to("workspace/dangling", "nothing");
    link_to("workspace/loop", "loop");
    CHECK_PATH(PATH_INSIDE, root, "good");
    CHECK_PATH(PATH_OUTSIDE, root, "bad");
    CHECK_PATH(PATH_OUTSIDE, root, "via");
    CHECK_PATH(PATH_OUTSIDE, root, "up/outside");
    CHECK_PATH(PATH_OUTSIDE, root, "etc/passwd");
    CHECK_PATH(PATH_OUTSIDE, in_workspace("/etc"), "passwd");
    CHECK_PATH(PATH_ABSENT, root, "dangling");
    CHECK_PATH(PATH_OUTSIDE, root, "loop");
}

static void what_is_not_there_is_absent(void) {
    char longest[600];
    memset(longest, 'n', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    CHECK_PATH(PATH_ABSENT, place_workspace(), "nothing");
    CHECK_PATH(PATH_ABSENT, place_workspace(), "file/x");
    CHECK_PATH(PATH_ABSENT, place_workspace(), longest);
}

static void what_is_too_long_to_tell_is_outside(void) {
    static char longest[2 * PATH_MAX];
    for (size_t i = 0; i + 2 < sizeof longest; i += 2) {
        memcpy(longest + i, "./", 2);
    }
    CHECK_PATH(PATH_OUTSIDE, place_workspace(), longest);
}

static void directories_open_only_in_the_workspace(void) {
    int fd = -1;
    CHECK_EQUAL(PATH_INSIDE, paths_open_directory(place_workspace(), &fd));
    close(fd);
    CHECK_EQUAL(PATH_INSIDE, paths_open_directory(in_workspace("/a"), &fd));
    close(fd);
    CHECK_EQUAL(PATH_ABSENT, paths_open_directory(in_workspace("/nothing"), &fd));
    CHECK_EQUAL(PATH_ABSENT, paths_open_directory(in_workspace("/file"), &fd));
    CHECK_EQUAL(PATH_OUTSIDE, paths_open_directory(in_workspace("/.."), &fd));
    CHECK_EQUAL(PATH_OUTSIDE, paths_open_directory(in_workspace("/up"), &fd));
    CHECK_EQUAL(PATH_OUTSIDE, paths_open_directory(place_temporary(), &fd));
    CHECK_EQUAL(PATH_OUTSIDE, paths_open_directory("", &fd));
}

int main(void) {
    scratch_begin();
    if (syscall(437, -1, "", NULL, 0) < 0 && errno == ENOSYS) {
        NOT_POSSIBLE_HERE("openat2: paths are only checked by name");
    }
    mkdir(scratch_path("workspace/a"), 0755);
    scratch_write("workspace/file", "x");
    scratch_write("workspace/a/b", "x");
    scratch_write("outside", "x");
    scratch_write("tmp/note", "x");
    RUN(operands_in_the_workspace_are_inside);
    RUN(operands_in_tmp_are_inside_by_their_absolute_path);
    RUN(what_leads_out_is_outside);
    RUN(links_are_followed);
    RUN(what_is_not_there_is_absent);
    RUN(what_is_too_long_to_tell_is_outside);
    RUN(directories_open_only_in_the_workspace);
    scratch_end();
    return check_report("paths");
}
