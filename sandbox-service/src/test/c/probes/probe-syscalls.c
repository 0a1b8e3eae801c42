/*
 * Attempts every system call that no program in a sandbox has a use for. The arguments are such that a kernel which lets the
 * call through answers with success or with what is wrong about them, wherever that needs no privilege: a plain EPERM or
 * ENOSYS then comes from the filter.
 */
#include "probe.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <sched.h>
#include <stdint.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <time.h>

#define CALL(name, ...) \
    static long try_##name(void) { return syscall(__VA_ARGS__); }

static char buffer[4096];

/* asynchronous work past the filter */
CALL(io_uring_setup, SYS_io_uring_setup, 1, buffer)
CALL(io_uring_enter, SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0)
CALL(io_uring_register, SYS_io_uring_register, -1, 0, NULL, 0)

/* sockets */
#define SOCKET(name, family, type, protocol) \
    static long try_##name(void) { return socket(family, type, protocol); }
SOCKET(socket_vsock, AF_VSOCK, SOCK_STREAM, 0)
SOCKET(socket_alg, AF_ALG, SOCK_SEQPACKET, 0)
SOCKET(socket_packet, AF_PACKET, SOCK_RAW, 0)
SOCKET(socket_packet_dgram, AF_PACKET, SOCK_DGRAM, 0)
SOCKET(socket_netlink, AF_NETLINK, SOCK_RAW, 0)
SOCKET(socket_netlink_netfilter, AF_NETLINK, SOCK_RAW, 12)
SOCKET(socket_key, AF_KEY, SOCK_RAW, 2)
SOCKET(socket_bluetooth, AF_BLUETOOTH, SOCK_RAW, 1)
SOCKET(socket_can, AF_CAN, SOCK_RAW, 1)
SOCKET(socket_tipc, AF_TIPC, SOCK_RDM, 0)
SOCKET(socket_xdp, AF_XDP, SOCK_RAW, 0)
SOCKET(socket_inet_raw, AF_INET, SOCK_RAW, 1)
SOCKET(socket_inet_mptcp, AF_INET, SOCK_STREAM, 262)
SOCKET(socket_inet_sctp, AF_INET, SOCK_STREAM, 132)
#ifdef AF_SMC
SOCKET(socket_smc, AF_SMC, SOCK_STREAM, 0)
#endif
static long try_socketpair_vsock(void) {
    int pair[2];
    return socketpair(AF_VSOCK, SOCK_STREAM, 0, pair);
}

/* namespaces */
CALL(unshare_user, SYS_unshare, CLONE_NEWUSER)
CALL(unshare_user_mount, SYS_unshare, CLONE_NEWUSER | CLONE_NEWNS)
CALL(unshare_mount, SYS_unshare, CLONE_NEWNS)
CALL(unshare_net, SYS_unshare, CLONE_NEWNET)
CALL(unshare_pid, SYS_unshare, CLONE_NEWPID)
CALL(unshare_ipc, SYS_unshare, CLONE_NEWIPC)
CALL(unshare_uts, SYS_unshare, CLONE_NEWUTS)
CALL(unshare_cgroup, SYS_unshare, 0x02000000)
CALL(unshare_time, SYS_unshare, 0x00000080)
static long cloned(unsigned long flags) {
    long pid = syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, 0);
    if (pid == 0)
        _exit(0);
    return pid;
}
static long try_clone_user(void) { return cloned(CLONE_NEWUSER); }
static long try_clone_user_net(void) { return cloned(CLONE_NEWUSER | CLONE_NEWNET); }
static long try_clone_mount(void) { return cloned(CLONE_NEWNS); }
static long try_clone3_user(void) {
    struct clone_args arguments = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0)
        _exit(0);
    return pid;
}
static long try_setns_self(void) {
    /* where /proc can't be opened, a descriptor of ourselves will do: a kernel that lets the call through says EINVAL */
    int file = open("/proc/self/ns/mnt", O_RDONLY);
    return syscall(SYS_setns, file < 0 ? 0 : file, 0);
}

/* other processes */
CALL(ptrace_traceme, SYS_ptrace, PTRACE_TRACEME, 0, NULL, NULL)
static long ptrace_a_child(long request) {
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    long result = syscall(SYS_ptrace, request, child, NULL, NULL);
    int error = errno;
    kill(child, SIGKILL);
    errno = error;
    return result;
}
static long try_ptrace_attach(void) { return ptrace_a_child(PTRACE_ATTACH); }
static long try_ptrace_seize(void) { return ptrace_a_child(PTRACE_SEIZE); }
static long try_vm_readv(void) {
    char from[8] = "canary", to[8];
    struct iovec local = {to, sizeof to}, remote = {from, sizeof from};
    return syscall(SYS_process_vm_readv, getpid(), &local, 1, &remote, 1, 0);
}
static long try_vm_writev(void) {
    char from[8] = "canary", to[8];
    struct iovec local = {from, sizeof from}, remote = {to, sizeof to};
    return syscall(SYS_process_vm_writev, getpid(), &local, 1, &remote, 1, 0);
}
CALL(kcmp, SYS_kcmp, getpid(), getppid(), 0, 0, 0)
static long try_pidfd_getfd(void) {
    int pidfd = (int) syscall(SYS_pidfd_open, getpid(), 0);
    return syscall(SYS_pidfd_getfd, pidfd, 1, 0);
}
CALL(process_madvise, SYS_process_madvise, -1, NULL, 0, 0, 0)
CALL(move_pages, SYS_move_pages, 0, 0, NULL, NULL, NULL, 0)
CALL(migrate_pages, SYS_migrate_pages, 0, 0, NULL, NULL)
CALL(mbind, SYS_mbind, buffer, 0, 0, NULL, 0, 0)
CALL(set_mempolicy, SYS_set_mempolicy, 0, NULL, 0)
CALL(get_mempolicy, SYS_get_mempolicy, NULL, NULL, 0, NULL, 0)
static long try_prlimit_of_init(void) {
    struct rlimit64_like {
        uint64_t soft, hard;
    } read = {0, 0};
    return syscall(SYS_prlimit64, 1, RLIMIT_NOFILE, NULL, &read);
}

/* keys, programs in the kernel, tracing */
CALL(add_key, SYS_add_key, "user", "moltmates", "canary", 6, -2)
CALL(request_key, SYS_request_key, "user", "moltmates", NULL, -2)
CALL(keyctl, SYS_keyctl, 0, -3, 1, 0, 0)
static long try_bpf_map(void) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.map_type = BPF_MAP_TYPE_ARRAY;
    attributes.key_size = 4;
    attributes.value_size = 4;
    attributes.max_entries = 1;
    return syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes);
}
static long try_perf_event_open(void) {
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};
    return syscall(SYS_perf_event_open, &attributes, 0, -1, -1, 0);
}
CALL(personality_no_randomisation, SYS_personality, ADDR_NO_RANDOMIZE)
CALL(personality_read_implies_exec, SYS_personality, READ_IMPLIES_EXEC)
CALL(userfaultfd, SYS_userfaultfd, 1 /* of user mode only, which needs no privilege */)
CALL(lookup_dcookie, SYS_lookup_dcookie, 0, buffer, sizeof buffer)
CALL(fanotify_init, SYS_fanotify_init, 0, O_RDONLY)
CALL(syslog_read, SYS_syslog, 3, buffer, sizeof buffer)

/* files past their paths */
static long try_open_by_handle(void) {
    char handle[128] = {8, 0, 0, 0, 1, 0, 0, 0};
    return syscall(SYS_open_by_handle_at, AT_FDCWD, handle, O_RDONLY);
}
CALL(chroot_here, SYS_chroot, ".")
CALL(pivot_root, SYS_pivot_root, ".", ".")
CALL(memfd_create, SYS_memfd_create, "moltmates", 0)
CALL(memfd_secret, SYS_memfd_secret, 0)

/* mounting, the old way and the new */
CALL(mount_tmpfs, SYS_mount, "none", "/tmp", "tmpfs", 0, NULL)
CALL(mount_bind, SYS_mount, "/", "/tmp", NULL, MS_BIND, NULL)
CALL(mount_cgroup, SYS_mount, "cgroup", "/tmp", "cgroup", 0, "memory")
CALL(mount_proc, SYS_mount, "proc", "/tmp", "proc", 0, NULL)
CALL(remount_root, SYS_mount, NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL)
CALL(umount_tmp, SYS_umount2, "/tmp", MNT_DETACH)
CALL(fsopen, SYS_fsopen, "tmpfs", 0)
CALL(fsconfig, SYS_fsconfig, -1, 0, NULL, NULL, 0)
CALL(fsmount, SYS_fsmount, -1, 0, 0)
CALL(fspick, SYS_fspick, AT_FDCWD, "/", 0)
CALL(open_tree_clone, SYS_open_tree, AT_FDCWD, "/", 1)
CALL(move_mount, SYS_move_mount, AT_FDCWD, "/tmp", AT_FDCWD, "/workspace", 0)
CALL(mount_setattr, SYS_mount_setattr, AT_FDCWD, "/workspace", 0, buffer, 32)
CALL(swapon, SYS_swapon, "/tmp/none", 0)
CALL(swapoff, SYS_swapoff, "/tmp/none")
CALL(quotactl, SYS_quotactl, 0x80000700, NULL, 0, buffer)
CALL(quotactl_fd, SYS_quotactl_fd, 0, 0x800007, 0, buffer)

/* the machine */
CALL(kexec_load, SYS_kexec_load, 0, 0, NULL, 0)
CALL(kexec_file_load, SYS_kexec_file_load, -1, -1, 0, NULL, 0)
CALL(init_module, SYS_init_module, buffer, sizeof buffer, "")
CALL(finit_module, SYS_finit_module, -1, "", 0)
CALL(delete_module, SYS_delete_module, "moltmates_none", O_NONBLOCK)
CALL(reboot, SYS_reboot, 0xfee1dead, 672274793, 0 /* disables Ctrl-Alt-Del */, NULL)
CALL(sethostname, SYS_sethostname, "other", 5)
CALL(setdomainname, SYS_setdomainname, "other", 5)
CALL(acct, SYS_acct, "/tmp/none")
CALL(vhangup, SYS_vhangup)
static long try_clock_settime_bad(void) {
    struct timespec never = {-1, -1};
    return syscall(SYS_clock_settime, CLOCK_REALTIME, &never);
}
static long try_settimeofday_bad(void) {
    struct timeval never = {-1, -1};
    return syscall(SYS_settimeofday, &never, NULL);
}
static long try_adjtimex_bad(void) {
    struct timex bad;
    memset(&bad, 0, sizeof bad);
    bad.modes = ADJ_TICK;
    bad.tick = 1;
    return syscall(SYS_adjtimex, &bad);
}
#ifdef SYS_iopl
CALL(iopl, SYS_iopl, 3)
CALL(ioperm, SYS_ioperm, 0x80, 1, 1)
#endif

/* what outlives the program that made it */
CALL(shmget, SYS_shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0600)
CALL(msgget, SYS_msgget, IPC_PRIVATE, IPC_CREAT | 0600)
CALL(semget, SYS_semget, IPC_PRIVATE, 1, IPC_CREAT | 0600)
CALL(mq_open, SYS_mq_open, "moltmates", O_CREAT | O_RDWR, 0600, NULL)

/* identity and nodes */
CALL(setuid_root, SYS_setuid, 0)
CALL(setgid_root, SYS_setgid, 0)
CALL(setresuid_root, SYS_setresuid, 0, 0, 0)
static long try_setgroups_root(void) {
    gid_t group = 0;
    return syscall(SYS_setgroups, 1, &group);
}
static long mknod_in_tmp(mode_t mode, dev_t device) {
    unlink("/tmp/probe-node");
    return syscall(SYS_mknodat, AT_FDCWD, "/tmp/probe-node", mode | 0600, device);
}
static long try_mknod_null(void) { return mknod_in_tmp(S_IFCHR, 0x103); }
static long try_mknod_memory(void) { return mknod_in_tmp(S_IFCHR, 0x101); }
static long try_mknod_disk(void) { return mknod_in_tmp(S_IFBLK, 0x800); }

/* entries for other instruction sets, whose numbers a filter may not know */
#ifdef __x86_64__
static long try_i386_getpid(void) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
    if (result < 0) {
        errno = (int) -result;
        return -1;
    }
    return result;
}
static long try_i386_mount(void) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(21), "b"(0), "c"(0), "d"(0) : "memory", "r8", "r9", "r10", "r11");
    if (result < 0) {
        errno = (int) -result;
        return -1;
    }
    return result;
}
CALL(x32_getpid, 0x40000000 + 39)
CALL(x32_ptrace, 0x40000000 + 521, PTRACE_TRACEME, 0, NULL, NULL)
CALL(modify_ldt, SYS_modify_ldt, 0, buffer, sizeof buffer)
CALL(old_uselib, SYS_uselib, "/none")
CALL(old_sysfs, SYS_sysfs, 3)
CALL(old_ustat, SYS_ustat, 0, buffer)
#endif

#define A(name) {#name, try_##name}
static const struct named_attempt ATTEMPTS[] = {
    A(io_uring_setup), A(io_uring_enter), A(io_uring_register),
    A(socket_vsock), A(socketpair_vsock), A(socket_alg), A(socket_packet), A(socket_packet_dgram), A(socket_netlink),
    A(socket_netlink_netfilter), A(socket_key), A(socket_bluetooth), A(socket_can), A(socket_tipc), A(socket_xdp),
    A(socket_inet_raw), A(socket_inet_mptcp), A(socket_inet_sctp),
#ifdef AF_SMC
    A(socket_smc),
#endif
    A(unshare_user), A(unshare_user_mount), A(unshare_mount), A(unshare_net), A(unshare_pid), A(unshare_ipc),
    A(unshare_uts), A(unshare_cgroup), A(unshare_time), A(clone_user), A(clone_user_net), A(clone_mount), A(clone3_user),
    A(setns_self),
    A(ptrace_traceme), A(ptrace_attach), A(ptrace_seize), A(vm_readv), A(vm_writev), A(kcmp), A(pidfd_getfd),
    A(process_madvise), A(move_pages), A(migrate_pages), A(mbind), A(set_mempolicy), A(get_mempolicy), A(prlimit_of_init),
    A(add_key), A(request_key), A(keyctl), A(bpf_map), A(perf_event_open), A(personality_no_randomisation),
    A(personality_read_implies_exec), A(userfaultfd), A(lookup_dcookie), A(fanotify_init), A(syslog_read),
    A(open_by_handle), A(chroot_here), A(pivot_root), A(memfd_create), A(memfd_secret),
    A(mount_tmpfs), A(mount_bind), A(mount_cgroup), A(mount_proc), A(remount_root), A(umount_tmp), A(fsopen), A(fsconfig),
    A(fsmount), A(fspick), A(open_tree_clone), A(move_mount), A(mount_setattr), A(swapon), A(swapoff), A(quotactl),
    A(quotactl_fd),
    A(kexec_load), A(kexec_file_load), A(init_module), A(finit_module), A(delete_module), A(reboot), A(sethostname),
    A(setdomainname), A(acct), A(vhangup), A(clock_settime_bad), A(settimeofday_bad), A(adjtimex_bad),
#ifdef SYS_iopl
    A(iopl), A(ioperm),
#endif
    A(shmget), A(msgget), A(semget), A(mq_open),
    A(setuid_root), A(setgid_root), A(setresuid_root), A(setgroups_root), A(mknod_null), A(mknod_memory), A(mknod_disk),
#ifdef __x86_64__
    A(i386_getpid), A(i386_mount), A(x32_getpid), A(x32_ptrace), A(modify_ldt), A(old_uselib), A(old_sysfs), A(old_ustat),
#endif
};

int main(void) {
    ATTEMPT_ALL(ATTEMPTS);
    return 0;
}
