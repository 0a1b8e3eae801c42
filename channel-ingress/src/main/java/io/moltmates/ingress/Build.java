package io.moltmates.ingress;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/// Which version this is.
@Singleton
public class Build {

    private final String version;

    @Inject
    Build(Config config) {
        version = config.getOptionalValue("quarkus.application.version", String.class)
                .orElse("0.0.0")
                .replace("-SNAPSHOT", "");
    }

    public String version() {
        return version;
    }
}
