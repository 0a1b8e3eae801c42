package io.moltmates.schema.config;

/// What one program of `safeBins` may be given that has no grammar of its own.
///
/// @param options whether its arguments may begin with `-`; nobody checks what they mean
public record ProgramConfig(boolean options) {

    public static final ProgramConfig DEFAULT = new ProgramConfig(false);
}
