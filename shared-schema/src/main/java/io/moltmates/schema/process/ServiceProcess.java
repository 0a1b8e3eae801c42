package io.moltmates.schema.process;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.Finding;
import io.moltmates.schema.config.InvalidSetting;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.ServiceRole;
import io.moltmates.schema.kafka.MessageLogGate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.CommonClientConfigs;

/// Makes a process ready to run one service of the distributed form, before Quarkus starts in it.
///
/// It reads the service's `moltmate.json`, waits until Kafka answers and has all topics, and hands Quarkus what it has
/// to know. While it waits, the service's address answers: alive, not ready, and why. The file is read anew at each
/// try, so that a mended setting counts without a restart.
public final class ServiceProcess {

    /// Runs the service without Kafka until its health answers, and ends: for the JVM's AOT cache.
    public static final String TRAINING = "--training";

    static final String HOST_VARIABLE = "MOLTMATE_HTTP_HOST";
    static final String PORT_VARIABLE = "MOLTMATE_HTTP_PORT";

    private static final String USUAL_HOST = "127.0.0.1";
    private static final String USUAL_PORT = "8080";
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

    private final ServiceRole role;
    private final StateLayout layout;
    private final Map<String, String> environment;
    private String told = "";
    private long toldAt;

    private ServiceProcess(ServiceRole role, Map<String, String> environment) {
        this.role = role;
        this.layout = StateLayout.of(environment);
        this.environment = environment;
    }

    /// What one look at the surroundings came to.
    private sealed interface Look {
        record Ready(MoltmateConfig config, Map<String, String> kafka) implements Look {}

        record NotYet(String reason) implements Look {}
    }

    /// Blocks until the service can start, for as long as that takes.
    public static void prepare(ServiceRole role, Map<String, String> environment, String... arguments) {
        VirtualThreads.prepare();
        var process = new ServiceProcess(role, environment);
        if (List.of(arguments).contains(TRAINING)) {
            process.train();
        } else {
            process.awaitLog();
        }
    }

    private void awaitLog() {
        var config = ConfigLoader.load(layout.configuration(), environment).config();
        var pause = SHORTEST_PAUSE;
        // what is wrong is told in one sentence by this class; a client's own lines would come twice a second
        var kafkaLog = Logger.getLogger("org.apache.kafka");
        kafkaLog.setLevel(Level.OFF);
        try (var room = WaitingRoom.open(
                System.getProperty("quarkus.http.host", host(config)),
                Integer.getInteger("quarkus.http.port", port(config)))) {
            while (true) {
                switch (look()) {
                    case Look.Ready(var found, var kafka) -> {
                        set(found, kafka);
                        return;
                    }
                    case Look.NotYet(var reason) -> {
                        room.because(reason);
                        tell(reason);
                    }
                }
                Thread.sleep(pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2)));
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            kafkaLog.setLevel(null);
        }
    }

    private Look look() throws InterruptedException {
        var loaded = ConfigLoader.load(layout.configuration(), environment);
        if (!loaded.refusals().isEmpty()) {
            return new Look.NotYet(loaded.refusals().getFirst().describe());
        }
        var client = new HashMap<String, String>();
        try {
            client.putAll(loaded.config().kafka().clientProperties());
        } catch (InvalidSetting e) {
            return new Look.NotYet(String.valueOf(e.getMessage()));
        }
        client.putAll(ProcessProperties.kafkaSaid(environment));
        if (client.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) == null) {
            return new Look.NotYet(noBroker(loaded.findings()));
        }
        return switch (new MessageLogGate(client, loaded.config().kafka()).look()) {
            case MessageLogGate.Open _ -> new Look.Ready(loaded.config(), client);
            case MessageLogGate.Waiting waiting -> new Look.NotYet(waiting.describe());
        };
    }

    private String noBroker(List<Finding> findings) {
        Optional<String> bad = findings.stream()
                .filter(finding -> finding.key().startsWith("kafka"))
                .map(Finding::describe)
                .findFirst();
        return bad.orElseGet(() -> layout.configuration() + " names no broker. Set kafka.bootstrapServers to host:port,"
                + " or KAFKA_BOOTSTRAP_SERVERS in the environment.");
    }

    private void set(MoltmateConfig config, Map<String, String> kafka) {
        ProcessProperties.kafka(kafka);
        ProcessProperties.http(host(config), port(config));
        ProcessProperties.observed(config);
    }

    /// Once for each reason, and again each minute.
    private void tell(String reason) {
        if (!reason.equals(told) || System.nanoTime() - toldAt > SAY_AGAIN.toNanos()) {
            // the log itself begins with Quarkus, and keeps until then what it is told
            System.err.println(role.service() + " waits to start: " + reason);
            told = reason;
            toldAt = System.nanoTime();
        }
    }

    private String host(MoltmateConfig config) {
        return role == ServiceRole.CHANNEL_INGRESS
                ? config.gateway().bind()
                : environment.getOrDefault(HOST_VARIABLE, USUAL_HOST);
    }

    private int port(MoltmateConfig config) {
        return role == ServiceRole.CHANNEL_INGRESS
                ? config.gateway().port()
                : Integer.parseInt(environment.getOrDefault(PORT_VARIABLE, USUAL_PORT));
    }

    private void train() {
        var config = MoltmateConfig.DEFAULT;
        int port = Integer.parseInt(environment.getOrDefault(PORT_VARIABLE, USUAL_PORT));
        ProcessProperties.http(USUAL_HOST, port);
        ProcessProperties.observed(config);
        Thread.ofPlatform().daemon().name("training").start(() -> new Training(port).run());
    }
}
