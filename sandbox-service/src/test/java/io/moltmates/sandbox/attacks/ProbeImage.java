package io.moltmates.sandbox.attacks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;

/// The sandbox's image with the probes of `src/test/c/probes` in it, built when it is first needed.
final class ProbeImage {

    static final String NAME = "moltmate-sandbox-probes:test";
    static final String SANDBOX = "moltmate-sandbox:bookworm-slim";

    private static final Path SCRIPT =
            Path.of("src/test/docker/make-probe-image.sh").toAbsolutePath();

    private static boolean built;

    private ProbeImage() {}

    /// The test is skipped where there is no engine, or no image of the sandbox; a build that fails, fails it.
    static synchronized void require() {
        assumeTrue(Docker.isThere(), "needs a Docker engine");
        assumeTrue(
                Docker.answer("image", "inspect", SANDBOX).exitCode() == 0,
                "needs the sandbox image: deploy/make-sandbox-image.sh");
        if (built) {
            return;
        }
        var answer = Docker.answer(List.of(SCRIPT.toString(), NAME));
        if (answer.exitCode() != 0) {
            throw new IllegalStateException("The probes' image could not be built: " + answer.output());
        }
        built = true;
    }
}
