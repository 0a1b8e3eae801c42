package io.moltmates.sandbox.proxy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.moltmates.sandbox.docker.CreationRule;
import io.moltmates.sandbox.docker.OwnContainer;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.LiveConfig;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.process.VirtualThreads;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The program that sandbox-service speaks to instead of the engine, so that whoever takes over
/// sandbox-service does not have the engine, and with it the machine.
///
/// Settings are variables: `ENGINE_PROXY_PORT`, by default 2375; `ENGINE_PROXY_SOCKET`, by default
/// `/var/run/docker.sock`; `MOLTMATE_CONFIG`, the file that says which image, network and runtime
/// containers may have; `MOLTMATE_STATE_DIR`; `MOLTMATE_HOST_STATE_DIR`, what the engine's machine calls
/// that, where it can't be found out. The reasons stand in `docs/adr/0015-a-proxy-of-ours-stands-before-the-engine.md`.
public final class EngineProxy {

    private static final Logger LOG = Logger.getLogger(EngineProxy.class);
    private static final int PORT = 2375;
    private static final int HEALTH_MILLIS = 5000;

    private EngineProxy() {}

    /// @param arguments none; or `--health`, which asks a proxy that runs here whether it reaches the engine,
    /// and ends with 0 if so
    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT%1$tz %4$s %5$s%6$s%n");
        var environment = System.getenv();
        int port = Integer.parseInt(environment.getOrDefault("ENGINE_PROXY_PORT", String.valueOf(PORT)));
        if (arguments.length == 1 && arguments[0].equals("--health")) {
            System.exit(isHealthy(port) ? 0 : 1);
        }
        VirtualThreads.prepare();
        var engine = new Engine(Path.of(environment.getOrDefault("ENGINE_PROXY_SOCKET", "/var/run/docker.sock")));
        var layout = StateLayout.of(environment);
        String file = environment.getOrDefault("MOLTMATE_CONFIG", "");
        var config = LiveConfig.open(
                file.isEmpty() ? layout.configuration() : Path.of(file), environment, MoltmateConfig::sandbox);
        var rule = new CreationRule(usersOnHost(engine, layout, environment));
        var gate = new Gate(engine, rule, new Links(visible(layout.users())), config::current);
        try (var server = new ProxyServer(new InetSocketAddress(port), gate)) {
            LOG.infof("engine proxy listens: port=%d engine=%s people=%s", port, engine.socket(), rule.usersOnHost());
            server.serve();
        }
    }

    private static @Nullable Path visible(Path users) {
        if (Files.isExecutable(users)) {
            return users;
        }
        LOG.info("people's directories are not visible here, so links among them are not looked for");
        return null;
    }

    /// What the engine's machine calls the directory of all people.
    private static Path usersOnHost(Engine engine, StateLayout layout, Map<String, String> environment)
            throws IOException, InterruptedException {
        String told = environment.getOrDefault("MOLTMATE_HOST_STATE_DIR", "");
        if (!told.isBlank()) {
            return Path.of(told).normalize().resolve("users");
        }
        var container = OwnContainer.id();
        if (container.isEmpty()) {
            return layout.users();
        }
        while (true) {
            try {
                return usersOnHost(engine, layout.users(), container.get());
            } catch (IOException e) {
                LOG.warnf("engine not reached, trying again: error=%s", e);
                Thread.sleep(1000);
            }
        }
    }

    private static Path usersOnHost(Engine engine, Path users, String container) throws IOException {
        var answer = engine.call("GET", "/containers/" + container + "/json", "");
        if (answer.status() == 404) {
            LOG.warnf("the engine does not know this container, so paths are taken to be the same: id=%s", container);
            return users;
        }
        if (answer.status() != 200) {
            throw new IOException("The engine says " + answer.status() + " of this container, " + container);
        }
        var mounts = new ArrayList<OwnContainer.Mount>();
        for (var mount : new ObjectMapper().readTree(answer.body()).path("Mounts")) {
            mounts.add(new OwnContainer.Mount(
                    Path.of(mount.path("Source").asText()),
                    Path.of(mount.path("Destination").asText())));
        }
        var found = OwnContainer.onHost(users, mounts);
        if (found == null) {
            throw new IllegalStateException("No volume is mounted at " + users + ". Mount sandbox-service's there,"
                    + " or set MOLTMATE_HOST_STATE_DIR to what the engine's machine calls the state directory.");
        }
        return found;
    }

    private static boolean isHealthy(int port) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://localhost:" + port + "/_ping").toURL().openConnection();
            connection.setConnectTimeout(HEALTH_MILLIS);
            connection.setReadTimeout(HEALTH_MILLIS);
            return connection.getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }
}
