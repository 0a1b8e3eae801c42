package io.moltmates.gateway;

import io.moltmates.schema.Secrets;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the program hands to its beans: Quarkus makes them itself, and takes nothing along.
record RunningServices(GatewaySettings settings, Secrets secrets, MessageLog log, PrintWriter out, boolean training) {

    private static volatile @Nullable RunningServices announced;

    /// Called once, before Quarkus starts.
    static void announce(RunningServices services) {
        announced = services;
    }

    static RunningServices announced() {
        return Objects.requireNonNull(announced, "the gateway's beans live in the gateway only");
    }

    @Override
    public String toString() {
        return "RunningServices[" + settings + "]";
    }
}
