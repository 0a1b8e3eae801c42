package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {

    private static final UserId ALICE = UserId.of("web", "alice");
    private static final UserId BOB = UserId.of("web", "bob");

    @TempDir
    Path directory;

    private StateLayout layout;
    private BlobStore blobs;

    @BeforeEach
    void open() {
        layout = new StateLayout(directory);
        blobs = new BlobStore(layout);
    }

    @Test
    void findsWhatWasStored() throws IOException {
        blobs.store(ALICE, "m1", "../../passwd", "text/plain", new byte[] {1, 2, 3});

        var found = blobs.find(ALICE, "m1", "../../passwd").orElseThrow();
        assertThat(found.size()).isEqualTo(3);
        assertThat(layout.blobs("m1").resolve(found.blob())).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(directory.resolve("passwd")).doesNotExist();
    }

    @Test
    void findsNothingOfAnotherPerson() throws IOException {
        blobs.store(ALICE, "m1", "a.txt", "text/plain", new byte[] {1});

        assertThat(blobs.find(BOB, "m1", "a.txt")).isEmpty();
        assertThat(blobs.usage(BOB)).isEqualTo(new BlobStore.Usage(0, 0));
        assertThat(blobs.usage(ALICE)).isEqualTo(new BlobStore.Usage(1, 1));
    }

    @Test
    void replacesAFileOfTheSameName() throws IOException {
        blobs.store(ALICE, "m1", "a.txt", "text/plain", new byte[] {1});
        blobs.store(ALICE, "m1", "a.txt", "text/plain", new byte[] {2, 2});

        assertThat(blobs.usage(ALICE)).isEqualTo(new BlobStore.Usage(1, 2));
    }

    @Test
    void forgetsAllOfOnePersonOnly() throws IOException {
        blobs.store(ALICE, "m1", "a.txt", "text/plain", new byte[] {1});
        blobs.store(ALICE, "m2", "b.txt", "text/plain", new byte[] {1});
        blobs.store(BOB, "m3", "a.txt", "text/plain", new byte[] {1});

        blobs.forget(ALICE);

        assertThat(layout.blobs("m1")).doesNotExist();
        assertThat(layout.blobs("m2")).doesNotExist();
        assertThat(blobs.find(BOB, "m3", "a.txt")).isPresent();
    }

    @Test
    void removesOnlyWhatIsOld() throws IOException {
        blobs.store(ALICE, "m1", "a.txt", "text/plain", new byte[] {1});
        blobs.sweep(Instant.now().minusSeconds(60));
        assertThat(blobs.find(ALICE, "m1", "a.txt")).isPresent();

        blobs.sweep(Instant.now().plusSeconds(60));
        assertThat(Files.exists(layout.blobs("m1"))).isFalse();
    }
}
