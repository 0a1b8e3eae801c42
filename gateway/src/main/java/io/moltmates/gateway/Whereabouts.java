package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Where the command line finds what runs: the gateway of the state directory, or channel-ingress of the distributed
/// form.
///
/// @param url `MOLTMATE_URL`: where channel-ingress listens, as this process reaches it; unset on one machine
/// @param origin `MOLTMATE_ORIGIN`: where people open the web chat, if that is not where it listens
record Whereabouts(StateLayout layout, Optional<URI> url, Optional<URI> origin) {

    static final String URL_VARIABLE = "MOLTMATE_URL";
    static final String ORIGIN_VARIABLE = "MOLTMATE_ORIGIN";

    static Whereabouts of(StateLayout layout, Map<String, String> environment) {
        return new Whereabouts(layout, address(environment, URL_VARIABLE), address(environment, ORIGIN_VARIABLE));
    }

    /// Where requests go.
    ///
    /// @throws StartRefusedException if no gateway runs with this state directory
    URI base() {
        return url.or(() -> RunFile.running(layout).map(RunFile::base))
                .orElseThrow(() -> OperatorClient.notRunning(layout));
    }

    /// The file that the operator edits, as they know it.
    String configurationFile() {
        return url.isPresent() ? "config/moltmate.json" : layout.configuration().toString();
    }

    /// What runs, for a person to read.
    String describe() {
        return base()
                + url.map(_ -> "")
                        .orElseGet(() -> RunFile.running(layout)
                                .map(run -> " (process " + run.pid() + ")")
                                .orElse(""));
    }

    private static Optional<URI> address(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.matches("https?://[^\\s/?#]+/?")) {
            throw new StartRefusedException(
                    variable + " is '" + value + "', which is no address: write http://localhost:18789.");
        }
        return Optional.of(URI.create(value.endsWith("/") ? value.substring(0, value.length() - 1) : value));
    }
}
