package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonaCatalogueTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path root;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path own;

    @BeforeEach
    void makeDirectory() throws IOException {
        own = Files.createDirectories(root.resolve("souls"));
    }

    @Test
    void listsCustomCamiAndMoltyFirst() throws IOException {
        drop("zed.md", soul("Zed", "🤖"));
        drop("abe.md", soul("Abe", "🎩"));
        assertThat(OnboardingTexts.list(catalogue().all())).isEqualTo("""
                        1. ✨ Custom - Describe your own
                        2. 🦎 Cami - Warm and adaptive
                        3. 🦀 Molty - Direct and reliable
                        4. 🎩 Abe - Somebody
                        5. 🤖 Zed - Somebody""");
    }

    @Test
    void takesAFileAtOnce() throws IOException {
        var catalogue = catalogue();
        assertThat(catalogue.find("abe")).isEmpty();
        drop("abe.md", soul("Abe", "🎩"));
        assertThat(catalogue.find("ABE")).isPresent();
    }

    @Test
    void letsTheOperatorReplaceAPersona() throws IOException {
        drop("cami.md", soul("Camilla", "🌷"));
        assertThat(catalogue().all()).extracting(PersonaTemplate::name).containsExactly("Custom", "Camilla", "Molty");
    }

    @Test
    void skipsBrokenFiles() throws IOException {
        drop("empty.md", "");
        drop("nameless.md", "---\nemoji: 🎩\ndescription: x\n---\nYou are.");
        drop("textless.md", "---\nname: A\nemoji: 🎩\ndescription: x\n---\n");
        drop("binary.md", "\0\1\2");
        Files.write(own.resolve("latin.md"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        Files.createDirectories(own.resolve("directory.md"));
        assertThat(catalogue().all()).hasSize(3);
    }

    @Test
    void readsTheProjectsTemplatesFromADirectory() throws IOException {
        drop("solo.md", soul("Solo", "🎻"));
        var catalogue = new PersonaCatalogue(new Templates(root), root.resolve("none"));
        assertThat(catalogue.all()).extracting(PersonaTemplate::id).containsExactly("solo");
        assertThat(new Templates(root).firstFile("USER.md")).contains("{{user}}");
    }

    @Test
    void readsFrontMatterAsPeopleWriteIt() {
        var template = PersonaTemplate.parse(
                "x",
                "\uFEFF---\r\nName: \"Ada: the first\"\r\nemoji: 🧮\r\n# note\r\ndescription: 'Counts'\r\n---\r\nYou are Ada.\r\n");
        assertThat(template.name()).isEqualTo("Ada: the first");
        assertThat(template.description()).isEqualTo("Counts");
        assertThat(template.text()).isEqualTo("You are Ada.");
    }

    private PersonaCatalogue catalogue() {
        return new PersonaCatalogue(new Templates(null), own);
    }

    private void drop(String file, String text) throws IOException {
        Files.writeString(own.resolve(file), text);
    }

    private static String soul(String name, String emoji) {
        return "---\nname: " + name + "\nemoji: " + emoji + "\ndescription: Somebody\n---\nYou are {{persona}}.\n";
    }
}
