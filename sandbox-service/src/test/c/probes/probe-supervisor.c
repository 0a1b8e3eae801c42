/* Attempts to read, stop, change or speak for the container's first process, from a program that it runs. */
#include "probe.h"

#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>

static int number;

static long try_signal(void) { return kill(1, number); }
static long try_queue(void) {
    siginfo_t info;
    memset(&info, 0, sizeof info);
    info.si_signo = SIGTERM;
    info.si_code = SI_QUEUE;
    return syscall(SYS_rt_sigqueueinfo, 1, SIGTERM, &info);
}
static long try_thread_signal(void) { return syscall(SYS_tgkill, 1, 1, SIGTERM); }
static long try_everybody(void) {
    signal(SIGTERM, SIG_IGN);
    return kill(-1, SIGTERM);
}
static long try_group_of_init(void) { return kill(-getpgid(1), SIGTERM); }
static long try_pidfd_signal(void) {
    int pidfd = (int) syscall(SYS_pidfd_open, 1, 0);
    return pidfd < 0 ? -1 : syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
}
static long try_pidfd_getfd(void) {
    int pidfd = (int) syscall(SYS_pidfd_open, 1, 0);
    return pidfd < 0 ? -1 : syscall(SYS_pidfd_getfd, pidfd, 0, 0);
}
/* A signal that the kernel sends for us, when a pipe of ours gets something to read. */
static long try_owned_signal(void) {
    int ends[2];
    if (pipe(ends) != 0 || fcntl(ends[0], F_SETOWN, 1) != 0 || fcntl(ends[0], F_SETSIG, SIGKILL) != 0)
        return -1;
    if (fcntl(ends[0], F_SETFL, O_ASYNC) != 0)
        return -1;
    return write(ends[1], "x", 1); /* whether it arrived is seen by the supervisor's life */
}
static long try_attach(void) { return syscall(SYS_ptrace, PTRACE_ATTACH, 1, NULL, NULL); }
static long try_seize(void) { return syscall(SYS_ptrace, PTRACE_SEIZE, 1, NULL, NULL); }
static long try_read_memory(void) {
    char to[8];
    struct iovec local = {to, sizeof to}, remote = {(void *) 0x400000, sizeof to};
    return syscall(SYS_process_vm_readv, 1, &local, 1, &remote, 1, 0);
}
static long try_write_memory(void) {
    char from[8] = "";
    struct iovec local = {from, sizeof from}, remote = {(void *) 0x400000, sizeof from};
    return syscall(SYS_process_vm_writev, 1, &local, 1, &remote, 1, 0);
}
static long try_limit(void) {
    struct {
        uint64_t soft, hard;
    } none = {3, 3};
    return syscall(SYS_prlimit64, 1, RLIMIT_NOFILE, &none, NULL);
}
static long try_limit_cpu(void) {
    struct {
        uint64_t soft, hard;
    } none = {0, 0};
    return syscall(SYS_prlimit64, 1, RLIMIT_CPU, &none, NULL);
}
static long try_nice(void) { return setpriority(PRIO_PROCESS, 1, 19); }
static long try_idle_class(void) {
    struct sched_param none = {0};
    return sched_setscheduler(1, SCHED_IDLE, &none);
}
static long try_scheduling_attributes(void) {
    uint32_t attributes[14] = {56, SCHED_IDLE};
    return syscall(SYS_sched_setattr, 1, attributes, 0);
}
static long try_affinity(void) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(0, &one);
    return sched_setaffinity(1, sizeof one, &one);
}
static long try_io_class(void) { return syscall(SYS_ioprio_set, 1, 1, 3 << 13); }
static long try_process_group(void) { return setpgid(1, 1); }
static long try_join_session(void) { return setpgid(0, getpgid(1)); }
static long try_move_pages(void) { return syscall(SYS_move_pages, 1, 0, NULL, NULL, NULL, 0); }
static long try_madvise(void) {
    int pidfd = (int) syscall(SYS_pidfd_open, 1, 0);
    struct iovec range = {(void *) 0x400000, 4096};
    return pidfd < 0 ? -1 : syscall(SYS_process_madvise, pidfd, &range, 1, MADV_PAGEOUT, 0);
}

#define OPENS(name, path, flags) \
    static long try_##name(void) { return open(path, flags); }
OPENS(open_memory, "/proc/1/mem", O_RDONLY)
OPENS(open_memory_to_write, "/proc/1/mem", O_RDWR)
OPENS(open_maps, "/proc/1/maps", O_RDONLY)
OPENS(open_environment, "/proc/1/environ", O_RDONLY)
OPENS(open_command_line, "/proc/1/cmdline", O_RDONLY)
OPENS(open_input, "/proc/1/fd/0", O_RDONLY)
OPENS(open_input_to_write, "/proc/1/fd/0", O_WRONLY)
OPENS(open_output, "/proc/1/fd/1", O_WRONLY)
OPENS(open_errors, "/proc/1/fd/2", O_WRONLY)
OPENS(open_root, "/proc/1/root/etc/passwd", O_RDONLY)
OPENS(open_directory, "/proc/1/cwd/.", O_RDONLY)
OPENS(open_oom_score, "/proc/1/oom_score_adj", O_WRONLY)
OPENS(open_own_oom_score, "/proc/self/oom_score_adj", O_WRONLY)
OPENS(open_coredump_filter, "/proc/1/coredump_filter", O_WRONLY)
OPENS(open_supervisor_to_write, "/usr/local/bin/moltmate-supervisor", O_WRONLY)

#define A(name) {#name, try_##name}
static const struct named_attempt ATTEMPTS[] = {
    A(queue), A(thread_signal), A(everybody), A(group_of_init), A(pidfd_signal), A(pidfd_getfd), A(owned_signal), A(attach),
    A(seize), A(read_memory), A(write_memory), A(limit), A(limit_cpu), A(nice), A(idle_class), A(scheduling_attributes),
    A(affinity), A(io_class), A(process_group), A(join_session), A(move_pages), A(madvise), A(open_memory),
    A(open_memory_to_write), A(open_maps), A(open_environment), A(open_command_line), A(open_input), A(open_input_to_write),
    A(open_output), A(open_errors), A(open_root), A(open_directory), A(open_oom_score), A(open_own_oom_score),
    A(open_coredump_filter), A(open_supervisor_to_write),
};

int main(void) {
    char name[32];
    /* this process has to outlive its own attempts at everybody */
    for (int ignored = 1; ignored <= SIGRTMAX; ignored++)
        if (ignored != SIGCHLD)
            signal(ignored, SIG_IGN);
    for (number = 1; number <= SIGRTMAX; number++) {
        snprintf(name, sizeof name, "signal_%d", number);
        attempt(name, try_signal);
    }
    ATTEMPT_ALL(ATTEMPTS);
    return 0;
}
