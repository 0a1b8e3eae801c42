package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.PersonOnDisk.reason;
import static io.moltmates.sandbox.files.PersonOnDisk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome.FileChanged;
import io.moltmates.schema.SandboxOutcome.FileDeleted;
import io.moltmates.schema.SandboxOutcome.Imported;
import io.moltmates.schema.SandboxOutcome.Listing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QuotaTest {

    private static final int ENTRIES = 50;
    private static final String KILOBYTES_100 = "x".repeat(100 << 10);

    @TempDir
    private Path state;

    private final AtomicLong quota = new AtomicLong(1 << 20);
    private PersonOnDisk alice;

    @BeforeEach
    void makeAlice() throws IOException {
        alice = new PersonOnDisk(state, "web_alice", new Quotas(quota::get, ENTRIES, 256 << 10, 20));
    }

    @Test
    void refusesTheWriteThatWouldGoOverAndSaysWhatStillWorks() throws IOException {
        int written = fill();
        assertThat(written).as("of 1 MB").isEqualTo(10);
        assertThat(onDisk()).isLessThanOrEqualTo(1 << 20);
        assertThat(reason(alice.write("more.txt", KILOBYTES_100)))
                .isEqualTo("Not written, for lack of room: the workspace takes 0.98 of 1.00 MB, and this needs 0.10 MB"
                        + " more. Reading works, and so do deleting files and overwriting one with a text that is not"
                        + " longer.");
        assertThat(alice.workspace().resolve("more.txt")).doesNotExist();
        assertThat(text(alice.read("0.txt"))).startsWith("xxx");
        assertThat(alice.list("")).isInstanceOf(Listing.class);
    }

    @Test
    void refusesEachKindOfWriteThatMakesTheWorkspaceLarger() throws IOException {
        fill();
        alice.blob("0", KILOBYTES_100);
        assertThat(reason(alice.append("0.txt", KILOBYTES_100))).contains("lack of room");
        assertThat(reason(alice.edit("0.txt", KILOBYTES_100, KILOBYTES_100 + KILOBYTES_100)))
                .contains("lack of room");
        assertThat(reason(alice.attach("report.pdf", "0"))).contains("lack of room");
        assertThat(reason(alice.write("a/b/c/d/e/f/g.txt", "small"))).contains("lack of room");
        assertThat(alice.workspace().resolve("0.txt")).hasSize(100 << 10);
        assertThat(alice.workspace().resolve("a")).doesNotExist();
        assertThat(alice.workspace().resolve("inbox")).isEmptyDirectory();
    }

    @Test
    void letsAFullWorkspaceShrinkAndThenGrowAgain() throws IOException {
        fill();
        quota.set(500 << 10);
        assertThat(alice.write("0.txt", KILOBYTES_100.toUpperCase(Locale.ROOT))).isInstanceOf(FileChanged.class);
        assertThat(alice.edit("0.txt", "X".repeat(100 << 10), "short")).isInstanceOf(FileChanged.class);
        assertThat(reason(alice.write("0.txt", KILOBYTES_100))).contains("of 0.49 MB");
        for (int i = 1; i < 7; i++) {
            assertThat(alice.delete(i + ".txt")).isEqualTo(new FileDeleted(i + ".txt", 1));
        }
        assertThat(alice.write("0.txt", KILOBYTES_100)).isInstanceOf(FileChanged.class);
    }

    @Test
    void findsAnImportAgainAlsoWhenThereIsNoMoreRoom() throws IOException {
        alice.blob("0", KILOBYTES_100);
        var imported = alice.attach("report.pdf", "0");
        assertThat(imported).isInstanceOf(Imported.class);
        fill();
        assertThat(alice.attach("report.pdf", "0")).isEqualTo(imported);
    }

    @Test
    void countsWhatProgramsWroteOnceItIsToldOfThem() throws IOException {
        alice.write("a.txt", "x");
        Files.writeString(alice.workspace().resolve("b.bin"), "x".repeat(1 << 20));
        alice.changed();
        assertThat(reason(alice.write("c.txt", "x"))).contains("lack of room");
        Files.delete(alice.workspace().resolve("b.bin"));
        alice.changed();
        assertThat(alice.write("c.txt", "x")).isInstanceOf(FileChanged.class);
    }

    @Test
    void measuresOnlyWhenItMust() throws IOException {
        alice.write("a.txt", "x");
        Files.writeString(alice.workspace().resolve("b.bin"), "x".repeat(1 << 20));
        assertThat(alice.write("c.txt", "x"))
                .as("nobody said that a program wrote")
                .isInstanceOf(FileChanged.class);
    }

    @Test
    void limitsHowManyFilesThereAre() {
        int written = 0;
        while (alice.write("d/" + written + ".txt", "") instanceof FileChanged) {
            written++;
        }
        assertThat(written).isEqualTo(ENTRIES - 1);
        assertThat(reason(alice.write("one.txt", ""))).contains("50 of 50 files and directories");
        assertThat(alice.write("d/0.txt", "")).as("no further file").isInstanceOf(FileChanged.class);
    }

    @Test
    void countsMoreEntriesThanItLooksAtAsFull() throws IOException {
        for (int i = 0; i < ENTRIES * 3; i++) {
            Files.createDirectories(alice.workspace().resolve("d/" + i + "/" + i));
        }
        assertThat(reason(alice.write("a.txt", ""))).contains("too much").contains("more than 50");
        assertThat(alice.delete("d")).isEqualTo(new FileDeleted("d", 1 + ENTRIES * 6));
        assertThat(alice.write("a.txt", "")).isInstanceOf(FileChanged.class);
    }

    @Test
    void countsAHoleAsNothingAndASecondNameOnce() throws IOException {
        try (var file = new RandomAccessFile(alice.workspace().resolve("sparse").toFile(), "rw")) {
            file.setLength(10L << 30);
        }
        Files.writeString(alice.workspace().resolve("first"), "x".repeat(600 << 10));
        Files.createLink(alice.workspace().resolve("second"), alice.workspace().resolve("first"));
        assertThat(alice.write("a.txt", KILOBYTES_100)).isInstanceOf(FileChanged.class);
    }

    @Test
    void countsNothingThatALinkLeadsTo() throws IOException {
        var bob = new PersonOnDisk(state, "web_bob");
        bob.write("large.txt", "x".repeat(2 << 20));
        Files.createSymbolicLink(alice.workspace().resolve("dir"), bob.workspace());
        Files.createSymbolicLink(alice.workspace().resolve("self"), alice.workspace());
        assertThat(alice.write("a.txt", KILOBYTES_100)).isInstanceOf(FileChanged.class);
    }

    @Test
    void keepsRoomForTheMemoryOfItsOwn() throws IOException {
        fill();
        assertThat(alice.write("MEMORY.md", KILOBYTES_100)).isInstanceOf(FileChanged.class);
        assertThat(alice.append("memory/2026-11-25.md", KILOBYTES_100)).isInstanceOf(FileChanged.class);
        assertThat(reason(alice.append("memory/2026-11-25.md", KILOBYTES_100)))
                .startsWith("Not written, for lack of room: the memory files take 0.20 of 0.25 MB");
        assertThat(alice.write("MEMORY.md", "less")).isInstanceOf(FileChanged.class);
    }

    @Test
    void staysBelowTheQuotaWhateverTheOrderOfWrites() throws IOException {
        var random = new Random(7);
        for (int i = 0; i < 400; i++) {
            String name = "d" + random.nextInt(3) + "/" + random.nextInt(8) + ".txt";
            String text = "x".repeat(random.nextInt(200 << 10));
            var _ = switch (random.nextInt(4)) {
                case 0 -> alice.append(name, text);
                case 1 -> alice.edit(name, "x", text);
                case 2 -> alice.delete(name);
                default -> alice.write(name, text);
            };
            assertThat(onDisk()).isLessThanOrEqualTo(quota.get());
        }
        assertThat(onDisk()).as("it was put to the test").isGreaterThan(quota.get() / 2);
    }

    @Test
    void takesAVeryDeepTreeForMoreThanItCanCount() throws Exception {
        assertThat(new ProcessBuilder("bash", "-c", "for i in {1..70}; do mkdir d && cd d || exit 1; done")
                        .directory(alice.workspace().toFile())
                        .start()
                        .waitFor())
                .isZero();
        alice = new PersonOnDisk(state, "web_alice", new Quotas(quota::get, 1000, 256 << 10, 20));
        assertThat(reason(alice.write("a.txt", ""))).contains("very deep");
        assertThat(alice.delete("d")).isEqualTo(new FileDeleted("d", 70));
        assertThat(alice.write("a.txt", "")).isInstanceOf(FileChanged.class);
    }

    private int fill() {
        int written = 0;
        while (alice.write(written + ".txt", KILOBYTES_100) instanceof FileChanged) {
            written++;
        }
        return written;
    }

    private long onDisk() throws IOException {
        try (Stream<Path> files = Files.walk(alice.workspace())) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += FileStatus.counted(Files.size(file));
            }
            return bytes;
        }
    }
}
