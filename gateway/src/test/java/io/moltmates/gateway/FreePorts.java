package io.moltmates.gateway;

import java.util.concurrent.ThreadLocalRandom;

/// Finds a port that is free together with the two above it, which the broker takes.
final class FreePorts {

    private FreePorts() {}

    static int three() {
        for (int attempt = 0; attempt < 200; attempt++) {
            var ports = new Ports(ThreadLocalRandom.current().nextInt(6_000, 10_500) * 3);
            if (ports.taken(EmbeddedBroker.HOST).isEmpty()) {
                return ports.http();
            }
        }
        throw new IllegalStateException("No three free ports in a row");
    }
}
