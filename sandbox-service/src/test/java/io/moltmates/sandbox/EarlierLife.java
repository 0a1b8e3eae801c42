package io.moltmates.sandbox;

import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.StateLayout;

/// A life of the service that began steps and has ended since.
final class EarlierLife {

    private EarlierLife() {}

    static void begins(StateLayout layout, SandboxRequest request) {
        try (var lease = lease(layout)) {
            new StepRecords(layout.sandbox(), lease, () -> false).begin(request);
        }
    }

    static OwnerLease lease(StateLayout layout) {
        return new OwnerLease(layout.sandbox().resolve(".owners"));
    }
}
