package io.moltmates.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Which version this is; the build writes it.
final class Version {

    private Version() {}

    static String current() {
        try (var resource = Version.class.getResourceAsStream("/moltmate-version.txt")) {
            return resource == null
                    ? "unknown"
                    : new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                            .strip()
                            .replace("-SNAPSHOT", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
