package io.moltmates.gateway;

import io.moltmates.schema.config.ServiceRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The configurations of services below one directory, `<service>/moltmate.json` each; for one writer.
///
/// A service that reads while one is written sees the old or the new one as a whole.
record RenderedFiles(Path directory, Set<ServiceRole> services) {

    RenderedFiles {
        services = Set.copyOf(services);
    }

    Path of(ServiceRole service) {
        return directory.resolve(service.service()).resolve("moltmate.json");
    }

    /// Whether each service has one.
    boolean complete() {
        return services.stream().allMatch(service -> Files.isRegularFile(of(service)));
    }

    /// Writes those that differ from what is there, and returns them.
    ///
    /// @throws StartRefusedException if one can't be written
    List<Path> write(Map<ServiceRole, String> texts) {
        var written = new ArrayList<Path>();
        for (var service : ServiceRole.values()) {
            String text = texts.get(service);
            if (text == null || !services.contains(service)) {
                continue;
            }
            Path file = of(service);
            try {
                if (replace(file, text.getBytes(StandardCharsets.UTF_8), service.holdsSecrets())) {
                    written.add(file);
                }
            } catch (IOException e) {
                throw new StartRefusedException("The file " + file + " can't be written: " + e, e);
            }
        }
        return written;
    }

    private static boolean replace(Path file, byte[] text, boolean isSecret) throws IOException {
        try {
            if (Arrays.equals(Files.readAllBytes(file), text)) {
                return false;
            }
        } catch (NoSuchFileException _) {
            Path home = file.resolveSibling("");
            if (Files.notExists(home)) {
                PrivateFiles.createDirectory(home);
            }
        }
        if (isSecret) {
            PrivateFiles.replace(file, text);
        } else {
            PrivateFiles.replaceOpen(file, text);
        }
        return true;
    }
}
