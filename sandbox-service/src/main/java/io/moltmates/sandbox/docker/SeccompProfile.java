package io.moltmates.sandbox.docker;

import java.util.ArrayList;
import java.util.List;

/// Our seccomp profile in the engine's JSON: what is not in [AllowedSyscalls] is refused with `EPERM`.
///
/// Only the processor's own calls: a program that uses those of 32 bits or of x32 is killed. Conditions
/// compare all 64 bits of an argument, of which the kernel may read fewer, so they only ever allow equal
/// values or forbid low bits.
final class SeccompProfile {

    private static final String ALLOW = "SCMP_ACT_ALLOW";

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;

    /// The bits of `socket`'s second argument that are the type.
    private static final int TYPE_BITS = 0xf;

    /// Every `CLONE_NEW…` that `clone` takes: mount, cgroup, UTS, IPC, user, process and network namespaces.
    private static final long NAMESPACES =
            0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000L;

    /// The argument of `setpriority` that means one process; 0 behind it is the caller.
    private static final int PRIO_PROCESS = 0;

    private static final int ENOSYS = 38;

    private static final String ISOLATED = text(false);
    private static final String NETWORKED = text(true);

    private SeccompProfile() {}

    /// The same text for the same argument.
    ///
    /// @param network whether programs may make sockets to other machines
    static String json(boolean network) {
        return network ? NETWORKED : ISOLATED;
    }

    private static String text(boolean network) {
        var rules = new ArrayList<String>();
        for (var group : AllowedSyscalls.values()) {
            rules.add(rule(group.names(), ALLOW, "", ""));
        }
        // threads and processes, but no namespaces
        rules.add(rule(List.of("clone"), ALLOW, equal(0, NAMESPACES, 0), ""));
        // their own limits and priority, not the supervisor's, who is the same user
        rules.add(rule(List.of("prlimit64"), ALLOW, equal(0, 0), ""));
        rules.add(rule(List.of("setpriority"), ALLOW, equal(0, PRIO_PROCESS) + "," + equal(1, 0), ""));
        // takes its flags from memory, where no filter can look; the C library then uses clone
        rules.add(rule(List.of("clone3"), "SCMP_ACT_ERRNO", "", ",\"errnoRet\":" + ENOSYS));
        rules.add(rule(List.of("socket", "socketpair"), ALLOW, equal(0, AF_UNIX), ""));
        if (network) {
            for (int family : new int[] {AF_INET, AF_INET6}) {
                for (int type : new int[] {SOCK_STREAM, SOCK_DGRAM}) {
                    rules.add(rule(List.of("socket"), ALLOW, equal(0, family) + "," + equal(1, TYPE_BITS, type), ""));
                }
            }
        }
        return """
                {"defaultAction":"SCMP_ACT_ERRNO","archMap":[\
                {"architecture":"SCMP_ARCH_X86_64","subArchitectures":[]},\
                {"architecture":"SCMP_ARCH_AARCH64","subArchitectures":[]}],"syscalls":[""" + String.join(",", rules) + "]}";
    }

    private static String rule(List<String> names, String action, String conditions, String more) {
        return "{\"names\":[\"" + String.join("\",\"", names) + "\"],\"action\":\"" + action + "\",\"args\":["
                + conditions + "]" + more + "}";
    }

    private static String equal(int argument, long value) {
        return condition(argument, value, 0, "SCMP_CMP_EQ");
    }

    private static String equal(int argument, long mask, long value) {
        return condition(argument, mask, value, "SCMP_CMP_MASKED_EQ");
    }

    private static String condition(int argument, long value, long second, String operator) {
        return "{\"index\":" + argument + ",\"value\":" + value + ",\"valueTwo\":" + second + ",\"op\":\"" + operator
                + "\"}";
    }
}
