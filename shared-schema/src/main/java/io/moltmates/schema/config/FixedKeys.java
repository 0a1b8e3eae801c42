package io.moltmates.schema.config;

import java.util.Locale;
import java.util.Set;

/// Knows the settings of other programs' containers that would open a sandbox, and that no sandbox here
/// has.
final class FixedKeys {

    static final String WRONG = "this can't be configured, and is left out: every command's container sees only its"
            + " person's workspace and has no rights, whatever stands here";
    static final String RIGHT = "Leave it out. What containers are made with is the same for all;"
            + " put more programs into Dockerfile.sandbox, and their names into tools.exec.safeBins.";

    private static final Set<String> PATHS = Set.of("sandbox", "sandbox.docker");

    /// In lower case, without what parts words, and without a plural's s.
    private static final Set<String> KEYS = Set.of(
            "bind",
            "volume",
            "volumesfrom",
            "mount",
            "tmpf",
            "privileged",
            "capadd",
            "addcap",
            "capdrop",
            "dropcap",
            "capability",
            "capabilitie",
            "device",
            "devicerequest",
            "devicecgrouprule",
            "gpu",
            "securityopt",
            "seccomp",
            "seccompprofile",
            "apparmor",
            "apparmorprofile",
            "nonewprivilege",
            "selinux",
            "label",
            "user",
            "uid",
            "gid",
            "group",
            "groupadd",
            "usern",
            "usernsmode",
            "pid",
            "pidmode",
            "ipc",
            "ipcmode",
            "ut",
            "utsmode",
            "cgroup",
            "cgroupn",
            "cgroupnsmode",
            "cgroupparent",
            "networkmode",
            "extrahost",
            "link",
            "publish",
            "port",
            "readonly",
            "readonlyroot",
            "readonlyrootf",
            "env",
            "envfile",
            "environment",
            "entrypoint",
            "command",
            "cmd",
            "setupcommand",
            "ulimit",
            "memoryswap",
            "sysctl",
            "dn",
            "workdir",
            "workspaceacces",
            "workspaceroot",
            "elevated",
            "hostconfig",
            "arg",
            "extraarg",
            "runarg",
            "containerprefix");

    private FixedKeys() {}

    static boolean isFixed(String path, String key) {
        if (!PATHS.contains(path)) {
            return false;
        }
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return plain.startsWith("dangerously")
                || plain.startsWith("allow")
                || KEYS.contains(plain.endsWith("s") ? plain.substring(0, plain.length() - 1) : plain);
    }
}
