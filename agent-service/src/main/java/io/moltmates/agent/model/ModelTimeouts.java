package io.moltmates.agent.model;

import java.time.Duration;

/// How long a provider may be silent before the first byte, silent between two, and busy with one answer; more is a
/// [ModelFault.Stalled].
public record ModelTimeouts(Duration firstByte, Duration idle, Duration total) {

    public static final ModelTimeouts DEFAULT =
            new ModelTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMinutes(10));
}
