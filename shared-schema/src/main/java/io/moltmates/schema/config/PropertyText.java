package io.moltmates.schema.config;

/// Writes text so that MicroProfile Config takes it as it is.
public final class PropertyText {

    private PropertyText() {}

    /// SmallRye Config looks for `${…}` in the values of all sources, and reads `$$` as one sign; `\$` is the sign
    /// itself.
    public static String literal(String value) {
        return value.replace("$", "\\$");
    }
}
