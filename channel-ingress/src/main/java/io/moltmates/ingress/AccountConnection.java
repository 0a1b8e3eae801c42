package io.moltmates.ingress;

import io.moltmates.schema.CommandRequest.FetchFiles;
import io.moltmates.schema.CommandResult.FetchedFile;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import java.io.IOException;
import java.util.List;

/// One bot account at work, while this replica holds its lease; each method may block, and is interrupted when the
/// lease
/// ends.
public interface AccountConnection extends AutoCloseable {

    /// Waits for what people write, publishes it, confirms it to the platform, and returns; called again at once. After
    /// an exception it is called again later.
    void receive() throws IOException, InterruptedException;

    /// Waits until the platform's limits let this be sent. Called before the intent is written, so that nothing counts
    /// as
    /// sent perhaps that only waited.
    default void awaitPace(OutboundMessage message) throws InterruptedException {}

    /// Hands this to the platform, and returns what became of it. Called for one message of a conversation after the
    /// other, and side by side for different conversations.
    DeliveryOutcome deliver(OutboundMessage message) throws InterruptedException;

    /// Shows how an answer grows, if the platform can show it. May be missed, repeated, or late; must not block.
    default void progress(LiveEvent event) {}

    /// Brings files that are still at the platform into `blobs/`; says of each whether it is there. May block for long.
    default List<FetchedFile> fetch(FetchFiles request) throws InterruptedException {
        return request.files().stream()
                .map(file -> new FetchedFile(file, "Files can't be fetched from this platform."))
                .toList();
    }

    /// Called once, after the other methods have returned or have been interrupted.
    @Override
    void close();
}
