package io.moltmates.schema.config;

import java.util.Set;
import java.util.regex.Pattern;

/// Warns about settings of commands and their sandbox that are allowed, and mean more or less than it seems.
final class SandboxCheck {

    private static final String PROGRAMS = "tools.exec.programs";

    private static final Set<String> RUNS_OTHERS = Set.of(
            "sh",
            "ash",
            "bash",
            "csh",
            "dash",
            "elvish",
            "fish",
            "ksh",
            "mksh",
            "nu",
            "pwsh",
            "rbash",
            "tcsh",
            "zsh",
            "awk",
            "bun",
            "deno",
            "ed",
            "emacs",
            "erl",
            "ex",
            "gawk",
            "gdb",
            "guile",
            "java",
            "jshell",
            "julia",
            "lua",
            "luajit",
            "m4",
            "make",
            "mawk",
            "nano",
            "nawk",
            "node",
            "nodejs",
            "octave",
            "perl",
            "php",
            "pypy",
            "python",
            "qemu",
            "ruby",
            "sed",
            "sqlite",
            "tclsh",
            "vi",
            "view",
            "vim",
            "wish",
            "busybox",
            "toybox",
            "chroot",
            "doas",
            "env",
            "expect",
            "find",
            "flock",
            "git",
            "ionice",
            "ld.so",
            "less",
            "ltrace",
            "man",
            "more",
            "nice",
            "nohup",
            "nsenter",
            "parallel",
            "prlimit",
            "rsync",
            "runuser",
            "scp",
            "screen",
            "script",
            "setarch",
            "setpriv",
            "setsid",
            "socat",
            "sort",
            "split",
            "ssh",
            "start-stop-daemon",
            "stdbuf",
            "strace",
            "su",
            "sudo",
            "systemd-run",
            "tar",
            "taskset",
            "time",
            "timeout",
            "tmux",
            "unshare",
            "watch",
            "xargs",
            "zip",
            "cargo",
            "cc",
            "docker",
            "gcc",
            "go",
            "npm",
            "npx",
            "pip",
            "pipx",
            "podman",
            "uv");

    private static final Pattern VERSION = Pattern.compile("[-.0-9]+$");

    private SandboxCheck() {}

    static void report(Node.Section root, MoltmateConfig config, FindingList findings) {
        network(root, config.sandbox(), findings);
        interpreters(root, findings);
        programs(root, config.tools().exec(), findings);
    }

    private static void network(Node.Section root, SandboxConfig sandbox, FindingList findings) {
        if (sandbox.hasNetwork()
                && CrossCheck.at(root, "sandbox", "network") instanceof Node.Text text
                && text.value().equals(sandbox.network())) {
            findings.warn(
                    text.at(),
                    "sandbox.network",
                    Shown.value(text, "sandbox.network") + " is a network that every command then reaches",
                    "Write none unless a program of tools.exec.safeBins needs it.");
        }
    }

    private static void interpreters(Node.Section root, FindingList findings) {
        if (!(CrossCheck.at(root, "tools", "exec", "safeBins") instanceof Node.Items items)) {
            return;
        }
        for (int index = 0; index < items.values().size(); index++) {
            if (items.values().get(index) instanceof Node.Text text && runsOthers(text.value())) {
                String path = "tools.exec.safeBins[" + index + "]";
                findings.warn(
                        text.at(),
                        path,
                        Shown.value(text, path) + " runs code or other programs that its arguments or files tell it to,"
                                + " so no check of a command says what it does",
                        "Leave it out unless assistants need it; the kernel still holds it inside of the workspace,"
                                + " and runs only what safeBins names.");
            }
        }
    }

    private static boolean runsOthers(String program) {
        return RUNS_OTHERS.contains(program)
                || RUNS_OTHERS.contains(VERSION.matcher(program).replaceFirst(""));
    }

    private static void programs(Node.Section root, ExecConfig exec, FindingList findings) {
        if (exec.safeBins().isEmpty()
                || !(CrossCheck.at(root, "tools", "exec", "programs") instanceof Node.Section section)) {
            return;
        }
        section.members().forEach((name, member) -> {
            String path = PROGRAMS + "." + Shown.key(name);
            if (!exec.safeBins().contains(name)) {
                findings.warn(
                        member.at(),
                        path,
                        "this program is not in tools.exec.safeBins, so it does not run",
                        Nearest.to(name, exec.safeBins())
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("Add its name there, or leave this out."));
            } else if (ExecConfig.KNOWN_PROGRAMS.contains(name)) {
                findings.warn(
                        member.at(),
                        path,
                        "this program has a grammar of its own, which says what options it may have",
                        "Leave this out: what is safe of it is always allowed, and the rest never.");
            }
        });
    }
}
