package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.TestSettings;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebInboxTest {

    private static final UserId ALICE = UserId.of("web", "alice");

    @TempDir
    Path state;

    private final TestSettings settings = new TestSettings().web("alice");
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final List<InboundMessage> log = new CopyOnWriteArrayList<>();
    private final OpenSocket page = new OpenSocket("alice", new Outbox(new Recording(), 1 << 20));
    private CompletionStage<Void> written = CompletableFuture.completedStage(null);
    private boolean ready = true;
    private BlobStore blobs;
    private WebInbox inbox;

    @BeforeEach
    void open() {
        blobs = new BlobStore(new StateLayout(state));
        inbox = new WebInbox(
                settings,
                new WebAccess(settings.tokens(), settings),
                new WebChannel(),
                () -> ready,
                message -> {
                    log.add(message);
                    return written;
                },
                blobs);
    }

    @Test
    void acceptsAMessageOnceTheLogHasIt() {
        var acknowledged = new CompletableFuture<Void>();
        written = acknowledged;
        inbox.take(page, message("c1"));
        assertThat(frames).isEmpty();

        acknowledged.complete(null);
        assertThat(frames)
                .containsExactly(
                        "{\"type\":\"accepted\",\"id\":\"c1\",\"messageId\":\"" + Ids.messageId(ALICE, "c1") + "\"}");
        assertThat(log).singleElement().extracting(InboundMessage::user).isEqualTo(ALICE);
    }

    @Test
    void namesTheSameMessageTheSameWhenItIsSentAgain() {
        inbox.take(page, message("c1"));
        inbox.take(page, message("c1"));

        assertThat(log).extracting(InboundMessage::id).containsOnly(Ids.messageId(ALICE, "c1"));
    }

    @Test
    void takesFilesThatWereUploadedBefore() throws Exception {
        blobs.store(ALICE, Ids.messageId(ALICE, "c1"), "a.txt", "text/plain", new byte[] {1});
        inbox.take(page, "{\"type\":\"message\",\"id\":\"c1\",\"attachments\":[\"a.txt\"]}");

        await().untilAsserted(() -> assertThat(log).hasSize(1));
        assertThat(log.getFirst().attachments())
                .singleElement()
                .satisfies(file -> assertThat(file.name()).isEqualTo("a.txt"));
    }

    @Test
    void rejectsAFileThatWasNotUploaded() {
        inbox.take(page, "{\"type\":\"message\",\"id\":\"c1\",\"attachments\":[\"a.txt\"]}");

        await().untilAsserted(() -> assertThat(frames)
                .containsExactly(Frames.rejected("c1", "The file 'a.txt' has not been uploaded. Attach it again.")));
    }

    @Test
    void rejectsWhatCouldNotBeStored() {
        written = CompletableFuture.failedStage(new IllegalStateException("no broker"));
        inbox.take(page, message("c1"));

        assertThat(frames).containsExactly(Frames.rejected("c1", "The message could not be stored. Send it again."));
    }

    @Test
    void rejectsWhoIsTooFast() {
        for (int message = 0; message < 61; message++) {
            inbox.take(page, message("c" + message));
        }

        assertThat(frames)
                .last()
                .isEqualTo(Frames.rejected("c60", "You are sending faster than can be answered. Wait a minute."));
    }

    @Test
    void closesThePageOfWhoMayNoLongerTalk() {
        settings.web("bob");
        inbox.take(page, message("c1"));

        assertThat(log).isEmpty();
        assertThat(frames).containsExactly(Frames.error("You may no longer use this chat."));
        assertThat(closed).containsExactly("4403 You may no longer use this chat.");
    }

    @Test
    void closesPagesWhileItStarts() {
        ready = false;
        inbox.take(page, message("c1"));

        assertThat(log).isEmpty();
        assertThat(closed).containsExactly("1013 Moltmates is starting. Connect again in a moment.");
    }

    @Test
    void answersAPing() {
        inbox.take(page, "{\"type\":\"ping\"}");

        assertThat(frames).containsExactly("{\"type\":\"pong\"}");
    }

    private static String message(String id) {
        return "{\"type\":\"message\",\"id\":\"" + id + "\",\"text\":\"hi\"}";
    }

    private final class Recording implements Outbox.Link {

        @Override
        public void send(String frame, Runnable sent) {
            frames.add(frame);
            sent.run();
        }

        @Override
        public void close(int code, String reason) {
            closed.add(code + " " + reason);
        }
    }
}
