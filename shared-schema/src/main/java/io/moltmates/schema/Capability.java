package io.moltmates.schema;

/// Something that a deployment can have on or off; the start screen and `status` list them all.
public interface Capability {

    /// A word or two: `model`, `sandbox`, `web chat`.
    String name();

    boolean on();

    /// What is on (`anthropic/claude…`), or why it is off, in one sentence.
    String detail();

    /// How to turn it on, in one sentence; empty when it is on.
    String howToTurnOn();
}
