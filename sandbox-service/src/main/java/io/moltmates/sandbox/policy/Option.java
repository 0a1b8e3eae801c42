package io.moltmates.sandbox.policy;

import org.jspecify.annotations.Nullable;

/// One option of a program whose options are known.
///
/// @param name what it is called in the table, whichever way it is written
/// @param value what it takes; without it, it takes nothing
/// @param refusal why it is refused, and what to do instead, to go on from "is refused: "; without it, it is allowed
record Option(
        String name,
        @Nullable Value value,
        boolean valueIsOptional,
        @Nullable String refusal) {

    static Option flag(String name) {
        return new Option(name, null, false, null);
    }

    static Option with(String name, Value value) {
        return new Option(name, value, false, null);
    }

    /// The value can be given only as `--name=value`.
    static Option withOptional(String name, Value value) {
        return new Option(name, value, true, null);
    }

    static Option refused(String name, String refusal) {
        return new Option(name, null, false, refusal);
    }

    /// Whether an argument of its own, or the rest of a cluster, is its value.
    boolean needsValue() {
        return value != null && !valueIsOptional;
    }
}
