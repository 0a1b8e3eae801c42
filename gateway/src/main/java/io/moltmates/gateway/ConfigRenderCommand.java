package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigFile;
import io.moltmates.schema.config.ConfigRenderer;
import io.moltmates.schema.config.InvalidSetting;
import io.moltmates.schema.config.KafkaConfig;
import io.moltmates.schema.config.Nearest;
import io.moltmates.schema.config.RenderOptions;
import io.moltmates.schema.config.Secret;
import io.moltmates.schema.config.ServiceRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `moltmate config render`: makes the file of each service of the distributed form, with only its sections.
@Command(
        name = "render",
        description = "Writes a moltmate.json for each service of the distributed form, with only its sections.")
final class ConfigRenderCommand implements Callable<Integer> {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "Where to: DIR/<service>/moltmate.json.")
    @SuppressWarnings("NullAway.Init") // required
    private Path directory;

    @Option(names = "--service", paramLabel = "NAME", description = "Only for this service; may be given again.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "The moltmate.json to render (default: the usual one).")
    private @Nullable Path file;

    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            description = "The deployment's own keys, made if they are not there (default: the usual secrets.json).")
    private @Nullable Path secrets;

    @Option(
            names = "--listen-all",
            description = "Lets channel-ingress listen on all addresses of its container, on port 18789.")
    private boolean listenAll;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "An origin besides those of gateway.origins; may be given again.")
    private List<String> origins = new ArrayList<>();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "The brokers, if kafka.bootstrapServers names none.")
    private @Nullable String kafka;

    @Option(
            names = "--replication",
            paramLabel = "COPIES",
            description = "How many brokers keep a copy of each topic, if kafka.replication says 1.")
    private int replication = KafkaConfig.DEFAULT.replication();

    @Option(names = "--watch", description = "Goes on: renders again when the file has changed, until it is stopped.")
    private boolean watch;

    @Option(
            names = "--marker",
            paramLabel = "FILE",
            description = "A file that --watch touches each second (default: DIR/rendered).")
    private @Nullable Path marker;

    private final StateLayout layout;
    private final Map<String, String> environment;
    private final CountDownLatch stopped;

    ConfigRenderCommand(StateLayout layout, Map<String, String> environment) {
        this(layout, environment, new CountDownLatch(1));
    }

    /// @param stopped ends `--watch`
    ConfigRenderCommand(StateLayout layout, Map<String, String> environment, CountDownLatch stopped) {
        this.layout = layout;
        this.environment = environment;
        this.stopped = stopped;
    }

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        Path from = file == null ? layout.configuration() : file;
        var files = new RenderedFiles(directory, services());
        var rendering = new ConfigRendering(
                new ConfigFile(from, environment), new ConfigRenderer(options(from), environment), files, out);
        boolean isUsed = rendering.look();
        if (!isUsed && !(watch && files.complete())) {
            out.println("Nothing was rendered.");
            return 1;
        }
        if (!isUsed) {
            out.println("The last rendering stays until the file is mended.");
        }
        if (watch) {
            follow(rendering, marker == null ? directory.resolve("rendered") : marker);
        }
        return 0;
    }

    private void follow(ConfigRendering rendering, Path sign) throws InterruptedException {
        String trouble = "";
        do {
            try {
                rendering.look();
                touch(sign);
                trouble = "";
            } catch (StartRefusedException e) { // a full disk may have room again
                String message = String.valueOf(e.getMessage());
                if (!message.equals(trouble)) {
                    spec.commandLine().getErr().println(message);
                }
                trouble = message;
            }
        } while (!stopped.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    }

    private Set<ServiceRole> services() {
        var services = EnumSet.noneOf(ServiceRole.class);
        for (String name : names) {
            services.add(ServiceRole.named(name)
                    .orElseThrow(() -> new ParameterException(spec.commandLine(), unknown(name))));
        }
        return services.isEmpty() ? EnumSet.allOf(ServiceRole.class) : services;
    }

    private static String unknown(String name) {
        var known =
                Arrays.stream(ServiceRole.values()).map(ServiceRole::service).toList();
        return "There is no service '" + name + "'. "
                + Nearest.to(name, known)
                        .map(near -> "Did you mean " + near + "?")
                        .orElseGet(() -> known.stream().collect(Collectors.joining(", ", "There are: ", ".")));
    }

    private RenderOptions options(Path from) {
        var made = SecretsFile.readOrMake(secrets == null ? layout.secrets() : secrets);
        try {
            return new RenderOptions(
                    from.toString(), listenAll, origins, Secret.of(made.operatorToken()), kafka, replication);
        } catch (InvalidSetting invalid) {
            throw new ParameterException(spec.commandLine(), invalid.getMessage(), invalid);
        }
    }

    private static void touch(Path sign) {
        try {
            if (Files.notExists(sign)) {
                Files.createFile(sign);
            }
            Files.setLastModifiedTime(sign, FileTime.from(Instant.now()));
        } catch (IOException e) {
            throw new StartRefusedException("The file " + sign + " can't be written: " + e, e);
        }
    }
}
