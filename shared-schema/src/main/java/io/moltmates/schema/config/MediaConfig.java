package io.moltmates.schema.config;

/// What becomes of files that a model can't take as they are.
///
/// @param audio how what is said in recordings becomes text
public record MediaConfig(AudioConfig audio) {

    public static final MediaConfig DEFAULT = new MediaConfig(AudioConfig.DEFAULT);
    public static final MediaConfig OFF = new MediaConfig(AudioConfig.OFF);
}
