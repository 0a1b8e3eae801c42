package io.moltmates.sandbox.docker;

/// Lets tests of other packages start containers as they really are.
public final class Seccomp {

    private Seccomp() {}

    public static String isolated() {
        return SeccompProfile.json(false);
    }
}
