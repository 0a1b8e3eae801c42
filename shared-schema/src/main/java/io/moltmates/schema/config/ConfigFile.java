package io.moltmates.schema.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one configuration file again and again: what is bad in it goes on as it last was, and so does everything when
/// the file can't be read, is empty or is gone. For one thread at a time.
public final class ConfigFile {

    private static final LoadedConfig NOTHING_SAID = new LoadedConfig(MoltmateConfig.DEFAULT, List.of());

    private final Path file;
    private final Map<String, String> environment;
    private LoadedConfig loaded = NOTHING_SAID;
    private byte @Nullable [] content;
    private @Nullable MoltmateConfig lastGood;

    public ConfigFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = Map.copyOf(environment);
    }

    /// The same object as before while the content stays the same.
    public LoadedConfig read() {
        loaded = look();
        return loaded;
    }

    private LoadedConfig look() {
        try {
            byte[] found = Files.readAllBytes(file);
            if (Arrays.equals(found, content)) {
                return loaded;
            }
            content = found;
            // an editor that writes in place shows an empty file for an instant: that is no wish for the defaults
            if (lastGood != null && new String(found, StandardCharsets.UTF_8).isBlank()) {
                return ConfigLoader.gone(file, lastGood);
            }
            var read = ConfigLoader.parse(file, found, environment, lastGood);
            if (read.isWhole()) {
                lastGood = read.config();
            }
            return read;
        } catch (NoSuchFileException _) {
            content = null;
            return lastGood == null ? NOTHING_SAID : ConfigLoader.gone(file, lastGood);
        } catch (IOException failure) {
            content = null;
            return ConfigLoader.unreadable(file, failure, lastGood);
        }
    }
}
