package io.moltmates.sandbox.docker;

import java.util.List;

/// The system calls that programs in a container may make, by what they are for; every other one is
/// refused.
///
/// Chosen from what the C library, the supervisor and ordinary programs for text and documents do. Left
/// out on purpose, each because nothing here needs it and the kernel has had holes in it or because it
/// reaches beyond the program: `io_uring_*`, `bpf`, `perf_event_open`, `userfaultfd`, `keyctl` and its
/// relatives, `ptrace`, `process_vm_*`, `pidfd_getfd`, `kcmp`, everything that mounts or makes or enters
/// a namespace, `personality`, `seccomp`, `fanotify_*`, `*_handle_at`, modules, kexec, swap, quotas,
/// clocks that can be set, ports, System V and POSIX message queues, `vmsplice`. `memfd_create` is left
/// out because Landlock does not look at the files that it makes, so that they could be executed.
enum AllowedSyscalls {
    FILES(
            "read and write what Landlock lets them open",
            "open openat openat2 creat close close_range read pread64 readv preadv preadv2 write pwrite64 writev pwritev"
                    + " pwritev2 lseek dup dup2 dup3 fcntl flock ioctl fsync fdatasync sync_file_range truncate ftruncate"
                    + " fallocate fadvise64 readahead sendfile copy_file_range splice"),
    NAMES(
            "list, make, rename and remove files",
            "stat fstat lstat newfstatat statx statfs fstatfs access faccessat faccessat2 getdents getdents64 getcwd chdir"
                    + " fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat"
                    + " readlink readlinkat umask chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes"
                    + " futimesat utimensat getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr"
                    + " fsetxattr removexattr lremovexattr fremovexattr"),
    MEMORY("have memory, and map libraries", "brk mmap munmap mprotect mremap madvise msync"),
    PROCESSES(
            "start, wait for and end processes and threads",
            "fork vfork execve execveat exit exit_group wait4 waitid kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo"
                    + " pidfd_open pidfd_send_signal getpid getppid gettid setsid getsid setpgid getpgid getpgrp"
                    + " set_tid_address set_robust_list get_robust_list rseq membarrier arch_prctl prctl restart_syscall"),
    IDENTITY(
            "ask who they are",
            "getuid geteuid getgid getegid getresuid getresgid getgroups capget getrlimit setrlimit getrusage"
                    + " times getpriority"),
    SIGNALS(
            "handle signals",
            "rt_sigaction rt_sigprocmask rt_sigpending rt_sigreturn rt_sigsuspend rt_sigtimedwait sigaltstack pause"
                    + " signalfd signalfd4"),
    WAITING(
            "wait for each other and for events",
            "futex futex_waitv sched_yield poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait"
                    + " epoll_pwait epoll_pwait2 eventfd eventfd2 pipe pipe2"),
    TIME(
            "read clocks and set timers of their own",
            "time gettimeofday clock_gettime clock_getres nanosleep clock_nanosleep alarm getitimer setitimer"
                    + " timer_create timer_settime timer_gettime timer_getoverrun timer_delete timerfd_create"
                    + " timerfd_settime timerfd_gettime"),
    MACHINE(
            "ask for random numbers and what they run on",
            "getrandom uname sysinfo getcpu sched_getaffinity sched_getparam sched_getscheduler"
                    + " sched_get_priority_max sched_get_priority_min"),
    SOCKETS(
            "use the sockets that they could make, of which the families are checked one by one",
            "bind connect listen accept accept4 getsockname getpeername getsockopt setsockopt sendto sendmsg sendmmsg"
                    + " recvfrom recvmsg recvmmsg shutdown"),
    LANDLOCK("bind themselves further", "landlock_create_ruleset landlock_add_rule landlock_restrict_self");

    private final String reason;
    private final String names;

    AllowedSyscalls(String reason, String names) {
        this.reason = reason;
        this.names = names;
    }

    /// Why programs need them: `to …`.
    String reason() {
        return reason;
    }

    /// Of x86-64 and aarch64; an engine passes over those that its processor does not have.
    List<String> names() {
        return List.of(names.split(" "));
    }
}
