/*
 * Takes all it can of one thing, and says how far it came only if nothing stopped it.
 * Usage: probe-load forks|threads|memory|disk|files|directories|sparse|bigfile|temporary|output|errors|descriptors|daemons|deaf
 */
#include "probe.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>

static char block[1 << 20];

static void *sleeper(void *nothing) {
    pause();
    return nothing;
}

static void load_forks(void) {
    for (;;) /* each child forks as well */
        fork();
}

static void load_threads(void) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 65536);
    long made = 0;
    while (pthread_create(&thread, &attributes, sleeper, NULL) == 0)
        made++;
    printf("%ld threads\n", made);
    fflush(stdout);
    for (;;)
        pause();
}

static void load_memory(void) {
    for (;;) {
        char *more = malloc(16 << 20);
        if (more == NULL)
            continue;
        memset(more, 1, 16 << 20);
    }
}

/* Writes to a path until it can't, then says why. */
static long filled(const char *path, int flags) {
    int file = open(path, flags, 0600);
    if (file < 0) {
        printf("open: %s\n", strerrorname_np(errno));
        return 0;
    }
    long written = 0;
    for (;;) {
        ssize_t count = write(file, block, sizeof block);
        if (count < 0)
            break;
        written += count;
    }
    printf("%s after %ld MB\n", strerrorname_np(errno), written >> 20);
    fflush(stdout);
    close(file);
    return written;
}

/* Many files, each below the limit of one file. */
static void load_disk(void) {
    char path[64];
    signal(SIGXFSZ, SIG_IGN);
    for (int i = 0;; i++) {
        snprintf(path, sizeof path, "/workspace/filler-%d", i);
        if (filled(path, O_CREAT | O_WRONLY | O_APPEND) == 0)
            return;
    }
}

static void load_files(void) {
    char path[64];
    for (long i = 0;; i++) {
        snprintf(path, sizeof path, "/workspace/tiny-%ld", i);
        int file = open(path, O_CREAT | O_WRONLY, 0600);
        if (file < 0 || write(file, "x", 1) < 0) {
            printf("%s after %ld files\n", strerrorname_np(errno), i);
            return;
        }
        close(file);
    }
}

/* A tree far deeper than the longest path. */
static void load_directories(void) {
    if (chdir("/workspace") != 0)
        return;
    for (long i = 0; i < 4000; i++) {
        if (mkdir("deeper-and-deeper", 0700) != 0 || chdir("deeper-and-deeper") != 0) {
            printf("%s after %ld directories\n", strerrorname_np(errno), i);
            return;
        }
    }
    puts("4000 directories");
}

static void load_sparse(void) {
    int file = open("/workspace/sparse", O_CREAT | O_WRONLY, 0600);
    if (ftruncate(file, 1LL << 40) != 0)
        printf("%s\n", strerrorname_np(errno));
    else
        puts("a file of 1 TB");
}

static void load_output(int descriptor) {
    memset(block, 'x', sizeof block);
    for (int i = 0; i < 10240; i++)
        if (write(descriptor, block, sizeof block) < 0)
            return;
}

static void load_descriptors(void) {
    long opened = 0;
    while (open("/dev/null", O_RDONLY) >= 0)
        opened++;
    printf("%s after %ld descriptors\n", strerrorname_np(errno), opened);
}

/* A hundred processes that have left their group, session and parent, deaf to whatever can be ignored; then ends well. */
static void load_daemons(void) {
    for (int i = 0; i < 100; i++) {
        pid_t child = fork();
        if (child < 0) {
            printf("%s after %d daemons\n", strerrorname_np(errno), i);
            return;
        }
        if (child == 0) {
            if (fork() != 0)
                _exit(0);
            setsid();
            for (int number = 1; number <= SIGRTMAX; number++)
                signal(number, SIG_IGN);
            close(0);
            close(1);
            close(2);
            for (;;)
                pause();
        }
        waitpid(child, NULL, 0);
    }
    puts("100 daemons");
}

int main(int count, char **arguments) {
    const char *what = count > 1 ? arguments[1] : "";
    if (strcmp(what, "forks") == 0)
        load_forks();
    else if (strcmp(what, "threads") == 0)
        load_threads();
    else if (strcmp(what, "memory") == 0)
        load_memory();
    else if (strcmp(what, "disk") == 0)
        load_disk();
    else if (strcmp(what, "files") == 0)
        load_files();
    else if (strcmp(what, "directories") == 0)
        load_directories();
    else if (strcmp(what, "sparse") == 0)
        load_sparse();
    else if (strcmp(what, "bigfile") == 0)
        filled("/workspace/big", O_CREAT | O_WRONLY);
    else if (strcmp(what, "temporary") == 0)
        filled("/tmp/filler", O_CREAT | O_WRONLY);
    else if (strcmp(what, "output") == 0)
        load_output(1);
    else if (strcmp(what, "errors") == 0)
        load_output(2);
    else if (strcmp(what, "descriptors") == 0)
        load_descriptors();
    else if (strcmp(what, "daemons") == 0)
        load_daemons();
    else if (strcmp(what, "deaf") == 0) {
        for (int number = 1; number <= SIGRTMAX; number++)
            signal(number, SIG_IGN);
        for (;;) {
        }
    } else
        return 2;
    return 0;
}
