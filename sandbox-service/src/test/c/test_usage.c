#include "check.h"
#include "place.h"
#include "scratch.h"
#include "usage.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct usage_walk walk;

static enum usage_result measure(uint64_t limit) {
    return usage_measure(&walk, place_workspace(), limit, UINT64_MAX);
}

static uint64_t bytes_of(const char *name) {
    struct stat file;
    CHECK_EQUAL(0, lstat(scratch_path(name), &file));
    uint64_t bytes = (uint64_t)file.st_blocks * 512;
    return bytes < USAGE_LEAST_ENTRY ? USAGE_LEAST_ENTRY : bytes;
}

static void fill(const char *name, size_t length) {
    char *bytes = malloc(length + 1);
    memset(bytes, 'x', length);
    bytes[length] = '\0';
    scratch_write(name, bytes);
    free(bytes);
}

static void everything_below_is_counted(void) {
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    CHECK_EQUAL(0, walk.bytes);
    fill("workspace/one", 100000);
    mkdir(scratch_path("workspace/inner"), 0755);
    fill("workspace/inner/two", 50000);
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    uint64_t expected = bytes_of("workspace/one") + bytes_of("workspace/inner") + bytes_of("workspace/inner/two");
    CHECK_EQUAL(expected, walk.bytes);
    CHECK_EQUAL(USAGE_WITHIN, measure(expected));
    CHECK_EQUAL(USAGE_OVER, measure(expected - 1));
    CHECK_EQUAL(0, walk.depth);
}

static void a_file_with_two_names_counts_once(void) {
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    uint64_t before = walk.bytes;
    CHECK_EQUAL(0, link(scratch_path("workspace/one"), scratch_path("workspace/inner/same")));
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    CHECK_EQUAL(before, walk.bytes);
    unlink(scratch_path("workspace/inner/same"));
}

static void links_are_not_followed(void) {
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    uint64_t before = walk.bytes;
    CHECK_EQUAL(0, symlink("/usr", scratch_path("workspace/usr")));
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    CHECK_EQUAL(before + USAGE_LEAST_ENTRY, walk.bytes);
    unlink(scratch_path("workspace/usr"));
}

static void empty_files_count_too(void) {
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    uint64_t before = walk.bytes;
    scratch_write("workspace/empty", "");
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    CHECK_EQUAL(before + USAGE_LEAST_ENTRY, walk.bytes);
    unlink(scratch_path("workspace/empty"));
}

static void a_closed_directory_hides_nothing(void) {
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    uint64_t before = walk.bytes;
    CHECK_EQUAL(0, chmod(scratch_path("workspace/inner"), 0));
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    CHECK_EQUAL(before, walk.bytes);
    CHECK_EQUAL(0, chmod(place_workspace(), 0));
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    CHECK_EQUAL(before, walk.bytes);
}

static void many_files_are_counted_in_portions(void) {
    enum { FILES = 3000 };
    for (int i = 0; i < FILES; i++) {
        char name[64];
        snprintf(name, sizeof name, "workspace/inner/file-%d", i);
        scratch_write(name, "");
    }
    int portions = 1;
    while (usage_measure(&walk, place_workspace(), UINT64_MAX, 0) == USAGE_UNFINISHED) {
        portions++;
    }
    CHECK(portions > FILES / 64);
    uint64_t in_portions = walk.bytes;
    CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
    CHECK_EQUAL(walk.bytes, in_portions);
    CHECK(in_portions >= FILES * USAGE_LEAST_ENTRY);
    usage_measure(&walk, place_workspace(), UINT64_MAX, 0);
    CHECK(walk.depth > 0);
    usage_abandon(&walk);
    CHECK_EQUAL(0, walk.depth);
}

static void a_tree_that_is_too_deep_is_not_within(void) {
    int directory = open(scratch_path("workspace"), O_RDONLY | O_DIRECTORY);
    for (unsigned i = 0; i < USAGE_MOST_DEPTH; i++) {
        CHECK_EQUAL(USAGE_WITHIN, measure(UINT64_MAX));
        CHECK_EQUAL(0, mkdirat(directory, "d", 0755));
        int next = openat(directory, "d", O_RDONLY | O_DIRECTORY);
        close(directory);
        directory = next;
    }
    close(directory);
    CHECK_EQUAL(USAGE_UNMEASURABLE, measure(UINT64_MAX));
    CHECK_EQUAL(0, walk.depth);
}

int main(void) {
    scratch_begin();
    RUN(everything_below_is_counted);
    RUN(a_file_with_two_names_counts_once);
    RUN(links_are_not_followed);
    RUN(empty_files_count_too);
    RUN(a_closed_directory_hides_nothing);
    RUN(many_files_are_counted_in_portions);
    RUN(a_tree_that_is_too_deep_is_not_within);
    scratch_end();
    return check_report("usage");
}
