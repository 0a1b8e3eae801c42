package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The files of the chat page hang together, and keep to what its content security policy allows.
class PageFilesTest {

    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import) '([^']+)'");
    private static final Pattern ICON_USED = Pattern.compile("(?:#icon-|icon\\(')([a-z-]+)");
    private static final Pattern ICON_MADE = Pattern.compile("<symbol id=\"icon-([a-z-]+)\"");
    private static final Pattern ELEMENT_USED = Pattern.compile("getElementById\\('([a-z-]+)'\\)");

    @Test
    void everyFileThatThePageNeedsIsServed() {
        assertThat(files())
                .allSatisfy(path -> assertThat(resource(path)).as(path).isNotEmpty());
    }

    @Test
    void theLibrariesComeFromTheirOwnArtifacts() {
        assertThat(files()).filteredOn(path -> path.startsWith("/_static/")).hasSize(2);
    }

    @Test
    void thePageHoldsNoInlineScriptOrStyle() {
        assertThat(resource("/index.html"))
                .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                .doesNotContainPattern("<style|\\sstyle=|\\son[a-z]+=");
    }

    @Test
    void everyModuleIsAskedForAtOnce() {
        var modules = files().stream()
                .filter(path -> path.startsWith("/app/") && path.endsWith(".js"))
                .toList();

        assertThat(modules)
                .allSatisfy(path -> assertThat(resource("/index.html")).contains("\"" + path + "\""));
    }

    @Test
    void everyIconAndElementThatIsUsedExists() {
        String page = resource("/index.html");
        var scripts = own(".js");

        assertThat(found(ICON_MADE, List.of(page))).containsAll(found(ICON_USED, scripts));
        assertThat(found(ELEMENT_USED, scripts))
                .allSatisfy(id -> assertThat(page).contains("id=\"" + id + "\""));
    }

    private static List<String> own(String ending) {
        return files().stream()
                .filter(path -> path.startsWith("/app/") && path.endsWith(ending))
                .map(PageFilesTest::resource)
                .toList();
    }

    private static Set<String> found(Pattern pattern, List<String> texts) {
        var names = new TreeSet<String>();
        texts.forEach(text ->
                pattern.matcher(text).results().map(match -> match.group(1)).forEach(names::add));
        return names;
    }

    /// All that the page asks for, by following references and imports from its first file.
    private static Set<String> files() {
        var seen = new LinkedHashSet<String>();
        var next = new ArrayDeque<>(List.of("/index.html"));
        while (!next.isEmpty()) {
            String path = next.remove();
            if (!seen.add(path) || path.startsWith("/_static/")) {
                continue;
            }
            String text = resource(path);
            found(REFERENCE, List.of(text)).forEach(next::add);
            if (path.endsWith(".js")) {
                found(IMPORT, List.of(text)).forEach(name -> next.add(name.replaceFirst("^\\./", "/app/")));
            }
        }
        return seen;
    }

    private static String resource(String path) {
        try (InputStream file = PageFilesTest.class.getResourceAsStream("/META-INF/resources" + path)) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
