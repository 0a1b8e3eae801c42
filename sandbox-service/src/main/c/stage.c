#include "stage.h"

#include "landlock.h"
#include "programs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NR_CLOSE_RANGE 436 /* the same on all architectures */

/* The supervisor itself never has as many descriptors open. */
enum { REPORT_FD = 3, NICENESS = 5, MOST_DESCRIPTORS = 4096 };
enum step { STEP_SESSION, STEP_STREAMS, STEP_DIRECTORY, STEP_LIMITS, STEP_PRIVILEGES, STEP_DOMAIN, STEP_DESCRIPTORS, STEP_PROGRAM };

static const char *const steps[] = {
        "make a session",      "connect its streams",       "enter the working directory",    "set its limits",
        "give up privileges",  "enter its Landlock domain", "close the supervisor's streams", "execute the program",
};

static char *const environment[] = {
        "PATH=" PROGRAM_PATH, "HOME=/workspace", "LANG=C.UTF-8", "TMPDIR=/tmp", NULL,
};

static const rlim_t stack_bytes = 8u << 20;
static int memory_preference = -1;
static char usual_preference[16] = "0";

const char *stage_step(int32_t step) {
    return step >= 0 && (size_t)step < sizeof steps / sizeof *steps ? steps[step] : "start";
}

void stage_prepare(void) {
    memory_preference = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
    if (memory_preference >= 0) {
        ssize_t length = read(memory_preference, usual_preference, sizeof usual_preference - 1);
        usual_preference[length > 0 ? length : 0] = '\0';
    }
}

/* A started process takes the supervisor's preference along. Its own it could not set: the file is closed to whoever is not dumpable. */
void stage_expendable(bool expendable) {
    const char *preference = expendable ? "1000" : usual_preference;
    if (memory_preference >= 0) {
        ssize_t written = pwrite(memory_preference, preference, strlen(preference), 0);
        (void)written; /* the kernel may have reasons to keep it; then the largest process goes first, which is not the supervisor */
    }
}

static bool limit(int resource, rlim_t wanted) {
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)resource, &now) != 0) {
        return false;
    }
    rlim_t value = wanted < now.rlim_max ? wanted : now.rlim_max;
    struct rlimit next = {.rlim_cur = value, .rlim_max = value};
    return setrlimit((__rlimit_resource_t)resource, &next) == 0;
}

/* At the soft limit comes SIGXCPU; whoever ignores it is killed a second later. */
static bool limit_cpu(uint32_t seconds) {
    struct rlimit now;
    if (getrlimit(RLIMIT_CPU, &now) != 0) {
        return false;
    }
    rlim_t most = (rlim_t)seconds + 1 < now.rlim_max ? (rlim_t)seconds + 1 : now.rlim_max;
    struct rlimit next = {.rlim_cur = seconds < most ? seconds : most, .rlim_max = most};
    return setrlimit(RLIMIT_CPU, &next) == 0;
}

static bool set_limits(const struct exec_request *request) {
    return limit_cpu(request->cpu_seconds) && limit(RLIMIT_AS, request->address_space)
            && limit(RLIMIT_FSIZE, request->file_size) && limit(RLIMIT_NPROC, request->processes)
            && limit(RLIMIT_NOFILE, request->open_files) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_STACK, stack_bytes)
            && setpriority(PRIO_PROCESS, 0, NICENESS) == 0;
}

static bool connect_streams(const struct stage_start *start) {
    /* None of them is 0, 1 or 2: the supervisor keeps those itself. */
    return dup2(start->input, STDIN_FILENO) == STDIN_FILENO && dup2(start->output, STDOUT_FILENO) == STDOUT_FILENO
            && dup2(start->errors, STDERR_FILENO) == STDERR_FILENO;
}

static void reset_signals(void) {
    for (int signal_number = 1; signal_number < NSIG; signal_number++) {
        signal(signal_number, SIG_DFL); /* fails for those that have no other */
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Everything above the report, which execve itself closes. */
static bool close_others(int report) {
    if (report != REPORT_FD && dup3(report, REPORT_FD, O_CLOEXEC) < 0) {
        return false;
    }
    if (syscall(NR_CLOSE_RANGE, REPORT_FD + 1, ~0u, 0) != 0) {
        for (int fd = REPORT_FD + 1; fd < MOST_DESCRIPTORS; fd++) {
            close(fd);
        }
    }
    return true;
}

static enum step become(const struct stage_start *start) {
    const struct stage_request *stage = &start->request->stages[start->stage];
    reset_signals();
    umask(022);
    if (setsid() < 0) {
        return STEP_SESSION;
    }
    if (!connect_streams(start)) {
        return STEP_STREAMS;
    }
    if (fchdir(start->directory) != 0) {
        return STEP_DIRECTORY;
    }
    if (!set_limits(start->request)) {
        return STEP_LIMITS;
    }
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        return STEP_PRIVILEGES;
    }
    if (start->ruleset != NO_RULESET && landlock_enter(start->ruleset) != 0) {
        return STEP_DOMAIN;
    }
    if (!close_others(start->report)) {
        return STEP_DESCRIPTORS;
    }
    execve(stage->program, stage->arguments, environment);
    return STEP_PROGRAM;
}

pid_t stage_start(const struct stage_start *start) {
    pid_t process = fork();
    if (process != 0) {
        return process;
    }
    enum step failed = become(start);
    struct stage_failure failure = {.stage = (int32_t)start->stage, .step = (int32_t)failed, .error = errno};
    ssize_t written = write(failed == STEP_PROGRAM ? REPORT_FD : start->report, &failure, sizeof failure);
    (void)written; /* without a reader nobody is left to tell */
    _exit(127);
}
