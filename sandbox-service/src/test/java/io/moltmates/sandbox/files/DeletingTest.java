package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.PersonOnDisk.reason;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.FileDeleted;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DeletingTest {

    @TempDir
    private Path state;

    private PersonOnDisk alice;
    private PersonOnDisk bob;

    @BeforeEach
    void makePeople() throws IOException {
        alice = new PersonOnDisk(state, "web_alice");
        bob = new PersonOnDisk(state, "web_bob");
        bob.write("kept/secret.txt", "bob's");
    }

    @Test
    void deletesAFileAndADirectoryWithAllThatIsInIt() {
        alice.write("a.txt", "x");
        alice.write("d/e/f.txt", "x");
        alice.write("d/g.txt", "x");
        alice.write("memory/2026-11-25.md", "x");
        assertThat(alice.delete("a.txt")).isEqualTo(new FileDeleted("a.txt", 1));
        assertThat(alice.delete("d")).isEqualTo(new FileDeleted("d", 4));
        assertThat(alice.delete("memory/2026-11-25.md")).isEqualTo(new FileDeleted("memory/2026-11-25.md", 1));
        assertThat(alice.workspace()).isEmptyDirectory();
        assertThat(alice.directory().resolve("memory")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "memory", "SOUL.md", "USER.md", "MEMORY.md", "../person.json", "/etc/passwd"})
    void leavesWhatHasItsPlace(String path) {
        alice.write("SOUL.md", "x");
        alice.write("memory/a.md", "x");
        assertThat(alice.delete(path)).isInstanceOf(SandboxOutcome.Refused.class);
        assertThat(alice.directory().resolve("SOUL.md")).exists();
        assertThat(alice.directory().resolve("memory/a.md")).exists();
        assertThat(alice.directory().resolve("person.json")).exists();
    }

    @Test
    void saysThatThereIsNothingUnlessItMayHaveBeenDoneBefore() {
        assertThat(reason(alice.delete("a.txt"))).isEqualTo("a.txt does not exist.");
        assertThat(reason(alice.delete("d/a.txt"))).isEqualTo("d/a.txt does not exist.");
        assertThat(alice.deleteAgain("a.txt")).isEqualTo(new FileDeleted("a.txt", 0));
    }

    @Test
    void removesALinkAndNotWhatItLeadsTo() throws IOException {
        Files.createSymbolicLink(alice.workspace().resolve("link"), bob.workspace());
        Files.createDirectory(alice.workspace().resolve("d"));
        Files.createSymbolicLink(alice.workspace().resolve("d/link"), bob.workspace());
        assertThat(reason(alice.delete("link/kept"))).contains("links are not followed");
        assertThat(alice.delete("link")).isEqualTo(new FileDeleted("link", 1));
        assertThat(alice.delete("d")).isEqualTo(new FileDeleted("d", 2));
        assertThat(bob.workspace().resolve("kept/secret.txt")).hasContent("bob's");
    }

    @Test
    void removesATreeThatIsDeeperThanAPathCanBe() throws Exception {
        String deep =
                "for i in {1..300}; do mkdir ddddddddddddddddddd && cd ddddddddddddddddddd || exit 1; done; touch f";
        assertThat(new ProcessBuilder("bash", "-c", deep)
                        .directory(alice.workspace().toFile())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(alice.delete("ddddddddddddddddddd")).isEqualTo(new FileDeleted("ddddddddddddddddddd", 301));
        assertThat(alice.workspace()).isEmptyDirectory();
    }

    @Test
    void neverLeavesTheWorkspaceWhileADirectoryIsSwappedForALink() throws Exception {
        var stop = new AtomicBoolean();
        var swaps = new AtomicInteger();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var swapping = threads.submit((Callable<Void>) () -> swap(stop, swaps));
            for (int rounds = 0; rounds < 100 || swaps.get() < 100 && !swapping.isDone(); rounds++) {
                alice.delete("d/kept");
                alice.delete("top");
            }
            stop.set(true);
            assertThat(swapping).succeedsWithin(10, SECONDS);
        }
        assertThat(bob.workspace().resolve("kept/secret.txt")).hasContent("bob's");
    }

    private @Nullable Void swap(AtomicBoolean stop, AtomicInteger swaps) throws IOException {
        Path place = alice.workspace().resolve("d");
        Path inside = alice.workspace().resolve("top/d");
        while (!stop.get()) {
            try {
                Files.createDirectories(place.resolve("kept"));
                Files.createDirectories(inside.resolve("kept"));
                for (Path swapped : new Path[] {place, inside}) {
                    Path aside = alice.workspace().resolve("aside" + System.nanoTime());
                    Files.move(swapped, aside, StandardCopyOption.ATOMIC_MOVE);
                    Files.createSymbolicLink(swapped, bob.workspace());
                    Files.delete(swapped);
                    Files.deleteIfExists(aside.resolve("kept"));
                    Files.deleteIfExists(aside);
                }
                swaps.incrementAndGet();
            } catch (FileSystemException _) {
                for (Path swapped : new Path[] {place, inside}) { // somebody was quicker: the next round
                    if (Files.isSymbolicLink(swapped)) {
                        Files.deleteIfExists(swapped);
                    }
                }
            }
        }
        return null;
    }
}
