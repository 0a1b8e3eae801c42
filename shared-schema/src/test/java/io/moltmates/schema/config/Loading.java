package io.moltmates.schema.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What the tests of the configuration share: a text in, settings and findings out.
final class Loading {

    static final Path FILE = Path.of("moltmate.json");

    private Loading() {}

    static LoadedConfig load(String text) {
        return load(text, Map.of());
    }

    static LoadedConfig load(String text, Map<String, String> environment) {
        return ConfigLoader.parse(FILE, text, environment);
    }

    static LoadedConfig edit(String before, String after) {
        return ConfigLoader.parse(
                FILE,
                after.getBytes(StandardCharsets.UTF_8),
                Map.of(),
                load(before).config());
    }

    static Finding only(LoadedConfig loaded) {
        assertThat(loaded.findings()).hasSize(1);
        return loaded.findings().getFirst();
    }

    static MoltmateConfig clean(String text) {
        var loaded = load(text);
        assertThat(loaded.findings()).isEmpty();
        return loaded.config();
    }
}
