package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.PersonOnDisk.reason;
import static io.moltmates.sandbox.files.PersonOnDisk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.FileChanged;
import io.moltmates.schema.SandboxOutcome.FileContent;
import io.moltmates.schema.SandboxOutcome.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonFilesTest {

    @TempDir
    private Path state;

    private PersonOnDisk alice;

    @BeforeEach
    void makeAlice() throws IOException {
        alice = new PersonOnDisk(state, "web_alice");
    }

    @Test
    void writesIntoTheWorkspaceAndMakesDirectories() {
        assertThat(alice.write("a/b/notes.txt", "hello")).isEqualTo(new FileChanged("a/b/notes.txt", 5));
        assertThat(alice.workspace().resolve("a/b/notes.txt")).hasContent("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"notes.txt", "./notes.txt", "workspace/notes.txt", "/workspace/notes.txt", "a//../notes.txt"})
    void namesTheSameFileInEachForm(String path) throws IOException {
        Files.writeString(alice.workspace().resolve("notes.txt"), "hello");
        if (path.contains("..")) {
            assertThat(reason(alice.read(path))).contains("\"..\"");
        } else {
            assertThat(text(alice.read(path))).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOUL.md", "USER.md", "MEMORY.md", "memory/2026-11-22.md"})
    void keepsThePersonsOwnFilesBesideTheWorkspace(String path) {
        alice.write(path, "hello");
        assertThat(alice.directory().resolve(path)).hasContent("hello");
        assertThat(text(alice.read(path))).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../person.json", "/etc/passwd", "workspace/../person.json", "memory/../person.json", ".."})
    void refusesWhatLiesOutside(String path) {
        assertThat(alice.read(path)).isInstanceOf(SandboxOutcome.Refused.class);
        assertThat(alice.write(path, "x")).isInstanceOf(SandboxOutcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"person.json", "sessions/s.jsonl"})
    void takesOtherNamesForFilesOfTheWorkspace(String path) {
        alice.write(path, "mine");
        assertThat(alice.workspace().resolve(path)).hasContent("mine");
    }

    @Test
    void readsTheLinesThatWereAskedFor() {
        alice.write("lines.txt", "one\ntwo\nthree\nfour\n");
        assertThat(text(alice.read("lines.txt", 2, 2))).isEqualTo("two\nthree\n");
        assertThat(reason(alice.read("lines.txt", 9, 2))).isEqualTo("lines.txt ends before line 9.");
    }

    @Test
    void cutsALongFileBetweenCharacters() {
        alice.write("long.txt", "é".repeat(50_000) + "x".repeat(9));
        alice.write("odd.txt", "x" + "é".repeat(50_000));
        var content = (FileContent) alice.read("odd.txt");
        assertThat(content.truncated()).isTrue();
        assertThat(content.text()).doesNotContain("\uFFFD").hasSize(1 + 32_767);
        assertThat(((FileContent) alice.read("long.txt")).totalBytes()).isEqualTo(100_009);
    }

    @Test
    void readsAnEmptyFileAndOneThatIsNotUtf8() throws IOException {
        Files.write(alice.workspace().resolve("latin1.txt"), new byte[] {'c', 'a', 'f', (byte) 0xE9, '\n'});
        alice.write("empty.txt", "");
        assertThat(text(alice.read("empty.txt"))).isEmpty();
        assertThat(text(alice.read("latin1.txt"))).isEqualTo("caf\uFFFD\n");
        assertThat(reason(alice.edit("latin1.txt", "caf", "tea"))).contains("not UTF-8");
    }

    @Test
    void refusesBinaryFilesWithASentence() throws IOException {
        Files.write(alice.workspace().resolve("a.bin"), new byte[] {1, 0, 2});
        Files.writeString(alice.workspace().resolve("a.pdf"), "%PDF-1.7");
        assertThat(reason(alice.read("a.bin"))).isEqualTo("a.bin is a binary file of 3 bytes, not text.");
        assertThat(reason(alice.read("a.pdf"))).contains("pdftotext");
    }

    @Test
    void replacesAFileAndKeepsItsPermissions() throws IOException {
        Path script = alice.workspace().resolve("run.sh");
        Files.writeString(script, "old");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        alice.write("run.sh", "new");
        assertThat(script).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxr-x---");
    }

    @Test
    void appendsToAFileOrMakesIt() {
        alice.append("log.txt", "one\n");
        assertThat(alice.append("log.txt", "two\n")).isEqualTo(new FileChanged("log.txt", 8));
        assertThat(alice.workspace().resolve("log.txt")).hasContent("one\ntwo\n");
    }

    @Test
    void editsTheOnePlaceThatFits() {
        alice.write("a.txt", "tea and cake and tea");
        assertThat(alice.edit("a.txt", "cake", "scones")).isInstanceOf(FileChanged.class);
        assertThat(text(alice.read("a.txt"))).isEqualTo("tea and scones and tea");
        assertThat(reason(alice.edit("a.txt", "tea", "x"))).contains("more than once");
        assertThat(reason(alice.edit("a.txt", "milk", "x"))).contains("is not in a.txt");
        assertThat(reason(alice.edit("a.txt", "", "x"))).contains("Nothing to look for");
    }

    @Test
    void refusesATextThatIsTooLarge() {
        assertThat(reason(alice.write("big.txt", "x".repeat((4 << 20) + 1)))).contains("at most 4194304 bytes");
        assertThat(alice.workspace()).isEmptyDirectory();
    }

    @Test
    void listsWithKindsAndSizes() throws IOException {
        alice.write("b.txt", "123");
        alice.write("a/x.txt", "1");
        Files.createSymbolicLink(alice.workspace().resolve("link"), Path.of("/etc/passwd"));
        assertThat(alice.list(""))
                .isInstanceOfSatisfying(
                        Listing.class,
                        listing -> assertThat(listing.entries())
                                .containsExactly(
                                        new Listing.Entry("a", "directory", 0),
                                        new Listing.Entry("b.txt", "file", 3),
                                        new Listing.Entry("link", "other", 0)));
    }

    @Test
    void listsNoMoreThanTheLimit() throws IOException {
        for (int i = 0; i < 501; i++) {
            Files.createFile(alice.workspace().resolve("f" + i));
        }
        assertThat(alice.list(".")).isInstanceOfSatisfying(Listing.class, listing -> {
            assertThat(listing.entries()).hasSize(500);
            assertThat(listing.truncated()).isTrue();
        });
    }

    @Test
    void answersGoneWhenTheDirectoryIsGoneAndDoesNotMakeItAgain() throws IOException {
        Files.delete(alice.layout.person(alice.user).person());
        assertThat(alice.write("a.txt", "x")).isEqualTo(new SandboxOutcome.Gone());
        Files.delete(alice.layout.person(alice.user).sessions());
        Files.delete(alice.workspace());
        Files.delete(alice.directory());
        assertThat(alice.write("a.txt", "x")).isEqualTo(new SandboxOutcome.Gone());
        assertThat(alice.list("")).isEqualTo(new SandboxOutcome.Gone());
        assertThat(alice.directory()).doesNotExist();
    }

    @Test
    void answersGoneForAnotherLifeOfTheDirectory() {
        assertThat(alice.write("a.txt", "x", "i0")).isEqualTo(new SandboxOutcome.Gone());
        assertThat(alice.workspace()).isEmptyDirectory();
    }

    @Test
    void importsAttachmentsWithoutReplacingAnything() throws IOException {
        alice.blob("0", "one");
        alice.blob("1", "two");
        assertThat(alice.attach("../../report.pdf", "0")).isEqualTo(imported("inbox/report.pdf"));
        assertThat(alice.attach("report.pdf", "1")).isEqualTo(imported("inbox/report (2).pdf"));
        assertThat(alice.attach("report.pdf", "0")).as("again").isEqualTo(imported("inbox/report.pdf"));
        assertThat(alice.workspace().resolve("inbox/report.pdf")).hasContent("one");
        assertThat(alice.workspace().resolve("inbox")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void importsOnlyWhatLiesInTheBlobs() {
        assertThat(alice.attach("x", "../../users/web_alice/person.json")).isInstanceOf(SandboxOutcome.Refused.class);
        assertThat(alice.attach("x", "none")).isInstanceOf(SandboxOutcome.Refused.class);
    }

    @Test
    void aFileGoesOutAlsoBeforeAnyCameIn() throws IOException {
        Files.delete(alice.layout.blobs());
        alice.write("chart.md", "chart");

        assertThat(alice.export("chart.md", "x1")).isInstanceOf(SandboxOutcome.Exported.class);
    }

    @Test
    void exportsACopy() throws IOException {
        alice.write("out/chart.md", "data");
        var exported = (SandboxOutcome.Exported) alice.export("out/chart.md", "x1");
        assertThat(alice.layout.blobs("x1").resolve(exported.file().blob())).hasContent("data");
        assertThat(exported.file().mediaType()).isEqualTo("text/markdown");
    }

    private static SandboxOutcome imported(String path) {
        return new SandboxOutcome.Imported(java.util.List.of(path));
    }
}
