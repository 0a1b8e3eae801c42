package io.moltmates.persona;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The project's `templates/`: from a directory if one is named, else as packaged into this module.
final class Templates {

    private static final Logger LOG = Logger.getLogger(Templates.class);
    private static final String PACKAGED = "moltmates-templates";
    private static final List<String> WELL_KNOWN = List.of("custom", "cami", "molty");
    private static final String ENDING = ".md";

    private final @Nullable Path directory;
    private final Map<String, String> packaged;

    /// @param directory read at each use; null for the packaged ones
    Templates(@Nullable Path directory) {
        this.directory = directory != null && Files.isDirectory(directory.resolve("souls")) ? directory : null;
        this.packaged = packagedSouls();
    }

    /// Texts of all personas, by file name without its ending.
    Map<String, String> souls() {
        if (directory != null) {
            try {
                return read(directory.resolve("souls"));
            } catch (IOException e) {
                LOG.warnf("templates can't be read, taking the packaged ones: error=%s", e);
            }
        }
        return packaged;
    }

    /// One of the first files, such as `USER.md`.
    String firstFile(String name) {
        if (directory != null) {
            try {
                return Files.readString(directory.resolve("first-files").resolve(name));
            } catch (IOException e) {
                LOG.debugf("template is not in the directory, taking the packaged one: file=%s error=%s", name, e);
            }
        }
        return resource("first-files/" + name);
    }

    private static Map<String, String> packagedSouls() {
        try {
            var source = Templates.class.getProtectionDomain().getCodeSource();
            if (source != null
                    && source.getLocation() != null
                    && source.getLocation().getProtocol().equals("file")) {
                return scan(Path.of(source.getLocation().toURI()));
            }
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            LOG.debugf("packaged templates can't be listed: error=%s", e);
        }
        return wellKnown();
    }

    private static Map<String, String> scan(Path location) throws IOException {
        if (Files.isDirectory(location)) {
            Path souls = location.resolve(PACKAGED).resolve("souls");
            return Files.isDirectory(souls) ? read(souls) : wellKnown();
        }
        try (var jar = FileSystems.newFileSystem(location)) {
            Path souls = jar.getPath(PACKAGED, "souls");
            return Files.isDirectory(souls) ? read(souls) : wellKnown();
        }
    }

    private static Map<String, String> wellKnown() {
        var texts = new TreeMap<String, String>();
        WELL_KNOWN.forEach(id -> texts.put(id, resource("souls/" + id + ENDING)));
        return texts;
    }

    private static Map<String, String> read(Path souls) throws IOException {
        var texts = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(souls, "*" + ENDING)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                texts.put(name.substring(0, name.length() - ENDING.length()), Files.readString(file));
            }
        }
        return texts;
    }

    private static String resource(String name) {
        try (InputStream in = Templates.class.getClassLoader().getResourceAsStream(PACKAGED + "/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The template " + name + " is not packaged");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
