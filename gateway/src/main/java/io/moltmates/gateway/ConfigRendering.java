package io.moltmates.gateway;

import io.moltmates.schema.config.ConfigFile;
import io.moltmates.schema.config.ConfigRenderer;
import io.moltmates.schema.config.Finding;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Keeps the services' files what `moltmate.json` says, and tells what is wrong in it, each finding once.
///
/// What can't be used at all changes nothing: the last rendering stays, also one of an earlier run.
final class ConfigRendering {

    private final ConfigFile file;
    private final ConfigRenderer renderer;
    private final RenderedFiles files;
    private final PrintWriter out;
    private Set<Finding> told = Set.of();
    private boolean rendered;

    ConfigRendering(ConfigFile file, ConfigRenderer renderer, RenderedFiles files, PrintWriter out) {
        this.file = file;
        this.renderer = renderer;
        this.files = files;
        this.out = out;
    }

    /// Reads the file, and writes what has changed; whether the file could be used, now or at an earlier look.
    boolean look() {
        var loaded = file.read();
        tell(loaded.findings());
        // a file that was good once goes on as it was where it is bad now
        rendered = rendered || loaded.isWhole() && loaded.refusals().isEmpty();
        if (rendered) {
            for (Path written : files.write(renderer.render(loaded.config()))) {
                out.println("rendered: " + written);
            }
        }
        return rendered;
    }

    private void tell(List<Finding> findings) {
        findings.stream()
                .filter(finding -> !told.contains(finding))
                .map(Finding::describe)
                .forEach(out::println);
        if (findings.isEmpty() && !told.isEmpty()) {
            out.println("The configuration is fine again.");
        }
        told = new HashSet<>(findings);
    }
}
