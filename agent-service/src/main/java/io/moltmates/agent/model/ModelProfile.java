package io.moltmates.agent.model;

/// What a model can do, and how much it can read and write at once, in tokens.
public record ModelProfile(int contextWindow, int maxOutput, boolean tools, boolean images, boolean reasoning) {

    /// What an unknown model is taken for.
    public static final ModelProfile UNKNOWN = new ModelProfile(32_768, 4_096, true, false, false);
}
