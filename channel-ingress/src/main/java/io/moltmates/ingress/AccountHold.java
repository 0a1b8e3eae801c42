package io.moltmates.ingress;

import io.moltmates.schema.InboundMessage;
import java.io.IOException;
import java.util.Optional;

/// This replica's lease of one bot account.
public interface AccountHold {

    String account();

    /// Higher than that of every lease of this account before.
    long epoch();

    /// Whether the lease is this replica's for certain, at this moment: false from three seconds after Kafka last said
    /// so.
    boolean isFresh();

    /// Blocks while that is not certain. Whether this replica has the lease.
    boolean awaitFresh() throws InterruptedException;

    /// Blocks until the log has the message: only then may it be confirmed to the platform.
    ///
    /// @throws IOException if the lease has ended, or the message can't be written: it has to be received again
    void publish(InboundMessage message) throws IOException, InterruptedException;

    /// The platform's own id of something that was delivered, to edit it or answer to it.
    Optional<String> platformMessageId(String deliveryId);
}
