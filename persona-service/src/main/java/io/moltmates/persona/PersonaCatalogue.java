package io.moltmates.persona;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// The personas that people can choose, read at each use, so that a file that is dropped in is there at once.
///
/// They are the project's own templates and those in the state directory, which replace one of the same file name. A
/// broken file is skipped with a warning, once for each of its versions.
final class PersonaCatalogue {

    private static final Logger LOG = Logger.getLogger(PersonaCatalogue.class);
    private static final List<String> FIRST = List.of(PersonaTemplate.CUSTOM, "cami", "molty");
    private static final String ENDING = ".md";
    private static final long MOST_BYTES = 256 << 10;

    private final Templates templates;
    private final Path own;
    private final Map<String, String> warned = new ConcurrentHashMap<>();

    /// @param own the operator's directory; it need not be there
    PersonaCatalogue(Templates templates, Path own) {
        this.templates = templates;
        this.own = own;
    }

    /// Custom, Cami and Molty first, then all others by name.
    List<PersonaTemplate> all() {
        var files = new TreeMap<String, String>(templates.souls());
        files.putAll(ownFiles());
        var found = new ArrayList<PersonaTemplate>();
        files.forEach((id, text) -> parse(id, text).ifPresent(found::add));
        found.sort(Comparator.comparingInt((PersonaTemplate template) -> place(template.id()))
                .thenComparing(PersonaTemplate::name, String.CASE_INSENSITIVE_ORDER)
                .thenComparing(PersonaTemplate::id));
        return found;
    }

    /// By name or id, in any case.
    Optional<PersonaTemplate> find(String name) {
        return all().stream()
                .filter(template -> template.name().equalsIgnoreCase(name.strip())
                        || template.id().equalsIgnoreCase(name.strip()))
                .findFirst();
    }

    private Optional<PersonaTemplate> parse(String id, String text) {
        try {
            return Optional.of(PersonaTemplate.parse(id, text));
        } catch (IllegalArgumentException e) {
            if (!text.equals(warned.put(id, text))) {
                LOG.warnf("persona skipped: file=%s%s error=%s", id, ENDING, e.getMessage());
            }
            return Optional.empty();
        }
    }

    private Map<String, String> ownFiles() {
        var files = new HashMap<String, String>();
        if (!Files.isDirectory(own)) {
            return files;
        }
        try (var entries = Files.newDirectoryStream(own, "*" + ENDING)) {
            for (Path file : entries) {
                String name = file.getFileName().toString();
                if (Files.isRegularFile(file) && !name.startsWith(".") && Files.size(file) <= MOST_BYTES) {
                    files.put(name.substring(0, name.length() - ENDING.length()), read(file));
                }
            }
        } catch (IOException e) {
            LOG.warnf("personas of the state directory can't be read: error=%s", e);
        }
        return files;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            LOG.warnf("persona can't be read: file=%s error=%s", file.getFileName(), e);
            return "";
        }
    }

    private static int place(String id) {
        int place = FIRST.indexOf(id);
        return place < 0 ? FIRST.size() : place;
    }
}
