package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.PersonOnDisk.reason;
import static io.moltmates.sandbox.files.PersonOnDisk.text;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Listing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a container may do to its workspace, against the tools that work there.
@Timeout(60)
class HostileWorkspaceTest {

    private static final String SECRET = "bob's canary";

    @TempDir
    private Path state;

    private PersonOnDisk alice;
    private PersonOnDisk bob;

    @BeforeEach
    void makePeople() throws IOException {
        alice = new PersonOnDisk(state, "web_alice");
        bob = new PersonOnDisk(state, "web_bob");
        bob.write("secret.txt", SECRET);
    }

    @Test
    void followsNoLinkToAFile() throws IOException {
        Path secret = bob.workspace().resolve("secret.txt");
        Files.createSymbolicLink(alice.workspace().resolve("link"), secret);
        assertThat(reason(alice.read("link"))).contains("symbolic link");
        assertThat(reason(alice.write("link", "x"))).contains("symbolic link");
        assertThat(reason(alice.append("link", "x"))).contains("symbolic link");
        assertThat(reason(alice.edit("link", SECRET, "x"))).contains("symbolic link");
        assertThat(reason(alice.export("link", "x1"))).contains("symbolic link");
        assertThat(secret).hasContent(SECRET);
    }

    @Test
    void followsNoLinkToADirectory() throws IOException {
        Files.createSymbolicLink(alice.workspace().resolve("dir"), bob.workspace());
        Files.createSymbolicLink(alice.workspace().resolve("inbox"), bob.workspace());
        alice.blob("0", "x");
        assertThat(reason(alice.read("dir/secret.txt"))).contains("links are not followed");
        assertThat(reason(alice.write("dir/new.txt", "x"))).contains("links are not followed");
        assertThat(reason(alice.list("dir"))).contains("links are not followed");
        assertThat(alice.attach("new.txt", "0")).isInstanceOf(SandboxOutcome.Refused.class);
        assertThat(bob.workspace().resolve("new.txt")).doesNotExist();
    }

    @Test
    void followsNoWorkspaceThatIsItselfALink() throws IOException {
        Files.delete(alice.workspace());
        Files.createSymbolicLink(alice.workspace(), bob.workspace());
        assertThat(alice.read("secret.txt")).isInstanceOf(SandboxOutcome.Refused.class);
        assertThat(alice.list("")).isInstanceOf(SandboxOutcome.Refused.class);
    }

    @Test
    void neverLeavesTheWorkspaceWhileLinksAreSwappedInALoop() throws Exception {
        Path swapped = alice.workspace().resolve("d");
        var stop = new AtomicBoolean();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var swapping = threads.submit((Callable<Integer>) () -> swap(swapped, stop));
            long until = System.nanoTime() + SECONDS.toNanos(2);
            int rounds = 0;
            while (System.nanoTime() < until) {
                assertThat(text(alice.read("d/secret.txt"))).doesNotContain(SECRET);
                alice.write("d/written.txt", "x");
                alice.append("d/secret.txt", "x");
                alice.edit("d/secret.txt", "canary", "x");
                assertThat(alice.list("d").toString()).doesNotContain("kept.txt");
                rounds++;
            }
            stop.set(true);
            assertThat(swapping.get(10, SECONDS)).isGreaterThan(100);
            assertThat(rounds).isGreaterThan(50);
        }
        assertThat(bob.workspace()).isDirectoryContaining("glob:**/secret.txt");
        assertThat(bob.workspace().resolve("written.txt")).doesNotExist();
        assertThat(bob.workspace().resolve("secret.txt")).hasContent(SECRET);
    }

    private int swap(Path swapped, AtomicBoolean stop) throws IOException {
        Path workspace = swapped.resolveSibling("real");
        Path link = swapped.resolveSibling("link");
        int rounds = 0;
        while (!stop.get()) {
            try {
                Files.createDirectories(workspace);
                if (Files.isDirectory(swapped, LinkOption.NOFOLLOW_LINKS)) { // a write made it when it was away
                    Files.move(
                            swapped,
                            swapped.resolveSibling("aside" + System.nanoTime()),
                            StandardCopyOption.ATOMIC_MOVE);
                }
                Files.deleteIfExists(swapped);
                Files.move(workspace, swapped, StandardCopyOption.ATOMIC_MOVE);
                Files.move(swapped, workspace, StandardCopyOption.ATOMIC_MOVE);
                Files.createSymbolicLink(link, bob.workspace());
                Files.move(link, swapped, StandardCopyOption.ATOMIC_MOVE);
                rounds++;
            } catch (FileSystemException _) {
                Files.deleteIfExists(link); // somebody was quicker: the next round
            }
        }
        return rounds;
    }

    @Test
    void refusesAPipeAtOnce() throws Exception {
        Path pipe = alice.workspace().resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(reason(alice.read("pipe"))).contains("named pipe");
        assertThat(reason(alice.write("pipe", "x"))).contains("named pipe");
        assertThat(reason(alice.append("pipe", "x"))).contains("named pipe");
        assertThat(reason(alice.edit("pipe", "a", "b"))).contains("named pipe");
        assertThat(reason(alice.list("pipe"))).contains("not a directory");
    }

    @Test
    void readsLittleOfASparseGiant() throws IOException {
        sparse("zeros.txt", "");
        sparse("head.txt", "one line\n");
        assertThat(reason(alice.read("zeros.txt"))).contains("binary");
        assertThat(reason(alice.read("head.txt", 5, 1))).contains("binary");
        assertThat(reason(alice.edit("head.txt", "one", "two"))).contains("at most");
        assertThat(reason(alice.append("head.txt", "x"))).contains("at most");
        assertThat(reason(alice.export("zeros.txt", "x1"))).contains("too large");
    }

    private void sparse(String name, String head) throws IOException {
        try (var file = new RandomAccessFile(alice.workspace().resolve(name).toFile(), "rw")) {
            file.writeBytes(head);
            file.setLength(10L << 30);
        }
    }

    @Test
    void refusesAFileWithSeveralNames() throws IOException {
        alice.write("a.txt", "hello");
        Files.createLink(alice.workspace().resolve("b.txt"), alice.workspace().resolve("a.txt"));
        assertThat(reason(alice.read("b.txt"))).contains("hard links");
        assertThat(reason(alice.write("b.txt", "x"))).contains("hard links");
        assertThat(reason(alice.append("a.txt", "x"))).contains("hard links");
    }

    @Test
    void refusesADirectoryInPlaceOfAFileAndTheOtherWayRound() throws IOException {
        Files.createDirectory(alice.workspace().resolve("dir"));
        alice.write("file", "x");
        assertThat(reason(alice.read("dir"))).isEqualTo("dir is a directory, not a file.");
        assertThat(reason(alice.write("dir", "x"))).isEqualTo("dir is a directory, not a file.");
        assertThat(reason(alice.write("", "x"))).contains("is a directory");
        assertThat(reason(alice.write("file/below", "x"))).contains("not a directory");
        assertThat(reason(alice.list("file"))).contains("not a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\0b", "a\u007fb", "half \uD800 pair"})
    void refusesNamesThatAreNoText(String name) {
        assertThat(reason(alice.write(name, "x"))).startsWith("The path").doesNotContain("\n");
        assertThat(alice.workspace()).isEmptyDirectory();
    }

    @Test
    void refusesNamesThatAreTooLong() {
        assertThat(reason(alice.write("x".repeat(256), "x"))).contains("at most 255 bytes");
        assertThat(reason(alice.read("d/".repeat(2000) + "x"))).contains("too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-rf", "--help", "~", "$HOME", "a b", "über.txt", "🦎"})
    void takesUnusualNamesAsTheyAre(String name) {
        alice.write(name, "x");
        assertThat(text(alice.read(name))).isEqualTo("x");
    }

    @Test
    void showsHostileNamesEscaped() throws Exception {
        Files.createFile(alice.workspace().resolve("two\nlines"));
        Files.createFile(alice.workspace().resolve("right\u202Eleft"));
        assertThat(new ProcessBuilder(
                                "bash",
                                "-c",
                                "touch \"$1\"/$'bad\\xff'",
                                "-",
                                alice.workspace().toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(alice.list(""))
                .isInstanceOfSatisfying(
                        Listing.class,
                        listing -> assertThat(listing.entries())
                                .extracting(Listing.Entry::name)
                                .containsExactly("bad\\xff", "right\\u{202e}left", "two\\nlines"));
    }

    @Test
    void showsAReaderTheOldTextOrTheNewOne() throws Exception {
        String first = "a".repeat(50_000);
        String second = "b".repeat(50_000);
        alice.write("a.txt", first);
        try (var threads = Executors.newSingleThreadExecutor()) {
            var writing = threads.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    alice.write("a.txt", i % 2 == 0 ? second : first);
                }
            });
            while (!writing.isDone()) {
                assertThat(text(alice.read("a.txt"))).isIn(first, second);
            }
            writing.get();
        }
        assertThat(alice.workspace()).isDirectoryNotContaining("glob:**/*.tmp");
    }
}
