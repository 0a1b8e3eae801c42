package io.moltmates.gateway;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.schema.Ids;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Secrets;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The distributed form in containers, as `docker compose up` starts it, with a project, images, volumes and a port of
/// its own; closing removes all of them but the images.
///
/// What compose says lies in `log` below the directory that it was made with.
final class ComposeStack implements AutoCloseable {

    static final List<String> SERVICES =
            List.of("channel-ingress", "router-service", "persona-service", "agent-service", "sandbox-service");

    private static final String IMAGES = "moltmate-it";
    private static final String CLI = IMAGES + "-cli";
    private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();
    private static final Duration LONGEST = Duration.ofMinutes(25);
    private static final Duration SHORT = Duration.ofMinutes(2);

    private final Path directory;
    private final String project;
    private final int port;
    private final List<String> compose;

    private ComposeStack(Path directory, String project, int port, List<String> compose) {
        this.directory = directory;
        this.project = project;
        this.port = port;
        this.compose = compose;
    }

    /// @param directory gets `config/` with `moltmate.json`, `.env` and the log
    /// @param variables of `.env`, besides those that keep this stack apart from others
    /// @param files compose files in place of `docker-compose.yml`, if there are any
    static ComposeStack prepare(Path directory, String configuration, Map<String, String> variables, String... files)
            throws IOException {
        int port = FreePorts.three();
        var stack = new ComposeStack(directory, "moltmate-it-" + Ids.random(6), port, new ArrayList<>());
        stack.findCompose();
        Stream.of(files).forEach(file -> stack.compose.addAll(List.of("--file", file)));
        Files.createDirectories(directory.resolve("config/souls"));
        stack.configure(configuration);
        var lines = Stream.concat(
                Map.of(
                        "ENV_FILE", stack.env().toString(),
                        "CONFIG_DIR", directory.resolve("config").toString(),
                        "MOLTMATE_IMAGES", IMAGES,
                        "MOLTMATE_PORT", String.valueOf(port))
                        .entrySet()
                        .stream(),
                variables.entrySet().stream());
        Files.writeString(stack.env(), lines.map(Object::toString).collect(Collectors.joining("\n", "", "\n")));
        return stack;
    }

    private void findCompose() {
        assumeTrue(answers("docker", "info"), "no Docker engine answers");
        if (answers("docker-compose", "version")) {
            compose.add("docker-compose");
        } else {
            assumeTrue(answers("docker", "compose", "version"), "there is no docker-compose");
            compose.addAll(List.of("docker", "compose"));
        }
        compose.addAll(List.of("--project-name", project, "--env-file", env().toString()));
    }

    private Path env() {
        return directory.resolve(".env");
    }

    String project() {
        return project;
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    /// Writes `moltmate.json` as an editor does: a new file in the place of the old one.
    void configure(String text) throws IOException {
        Path file = directory.resolve("config/moltmate.json");
        Path next = file.resolveSibling("moltmate.json.next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Runs compose with these words, and returns what it printed.
    ///
    /// @throws AssertionError if it fails
    String compose(String... words) {
        return run(LONGEST, Stream.concat(compose.stream(), Stream.of(words)).toList());
    }

    /// Runs `docker` with these words, and returns what it printed.
    ///
    /// @throws AssertionError if it fails
    String docker(String... words) {
        return run(SHORT, Stream.concat(Stream.of("docker"), Stream.of(words)).toList());
    }

    /// Runs `docker` with these words, and keeps what it prints in a file, whatever its code.
    void dockerTo(Path file, String... words) {
        start(SHORT, Stream.concat(Stream.of("docker"), Stream.of(words)).toList(), file);
    }

    /// Whether `docker` with these words ends with 0.
    boolean succeeds(String... words) {
        return answers(Stream.concat(Stream.of("docker"), Stream.of(words)).toArray(String[]::new));
    }

    /// Builds what is not built, and comes back when channel-ingress has been started, which is after all others are
    /// healthy.
    void up(String... more) {
        compose(Stream.concat(Stream.of("up", "-d"), Stream.of(more)).toArray(String[]::new));
    }

    /// The command line, in a container.
    String moltmate(String... words) {
        return compose(Stream.concat(Stream.of("run", "--rm", "-T", "moltmate"), Stream.of(words))
                        .toArray(String[]::new))
                .strip();
    }

    /// The ids of a service's running containers.
    List<String> containers(String service) {
        return docker(
                        "ps",
                        "--quiet",
                        "--no-trunc",
                        "--filter",
                        "label=com.docker.compose.project=" + project,
                        "--filter",
                        "label=com.docker.compose.oneoff=False",
                        "--filter",
                        "label=com.docker.compose.service=" + service)
                .lines()
                .toList();
    }

    String container(String service) {
        return containers(service).getFirst();
    }

    /// The networks of a service, without the project's name.
    Set<String> networks(String service) {
        return docker(
                        "inspect",
                        "--format",
                        "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}\n{{end}}",
                        container(service))
                .lines()
                .filter(name -> !name.isBlank())
                .map(name -> name.replace(project + "_", ""))
                .collect(Collectors.toSet());
    }

    /// The project's networks from which no way leads out, without its name.
    Set<String> internalNetworks() {
        return docker("network", "ls", "--filter", "name=" + project, "--format", "{{.Name}}")
                .lines()
                .filter(name -> docker("network", "inspect", "--format", "{{.Internal}}", name)
                        .strip()
                        .equals("true"))
                .map(name -> name.replace(project + "_", ""))
                .collect(Collectors.toSet());
    }

    /// The address of a service in a network.
    String address(String service, String network) {
        return docker(
                        "inspect",
                        "--format",
                        "{{(index .NetworkSettings.Networks \"" + project + "_" + network + "\").IPAddress}}",
                        container(service))
                .strip();
    }

    /// `healthy`, `starting` or `unhealthy`.
    String health(String service) {
        return docker("inspect", "--format", "{{.State.Health.Status}}", container(service))
                .strip();
    }

    /// The deployment's own keys, which only a volume has.
    Secrets secrets() {
        return RecordCodec.read(
                docker(
                                "run",
                                "--rm",
                                "--volume",
                                project + "_secrets:/s:ro",
                                "--entrypoint",
                                "cat",
                                CLI,
                                "/s/secrets.json")
                        .getBytes(StandardCharsets.UTF_8),
                Secrets.class);
    }

    /// What all containers logged, for a look at what went wrong.
    void saveLogs() {
        for (String id : docker("ps", "--all", "--quiet", "--filter", "label=com.docker.compose.project=" + project)
                .lines()
                .toList()) {
            run(SHORT, List.of("docker", "inspect", "--format", "{{.Name}} {{.State.Status}} {{.State.ExitCode}}", id));
            run(SHORT, List.of("docker", "logs", "--tail", "400", id));
        }
    }

    private boolean answers(String... command) {
        try {
            return start(SHORT, List.of(command), directory.resolve("log")) == 0;
        } catch (UncheckedIOException _) {
            return false;
        }
    }

    private String run(Duration limit, List<String> command) {
        Path output = directory.resolve("output-" + Ids.random(6));
        try {
            Files.createFile(output);
            int code = start(limit, command, output);
            String text = Files.readString(output);
            Files.writeString(
                    directory.resolve("log"),
                    "$ " + String.join(" ", command) + "\n" + text + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            Files.delete(output);
            if (code != 0) {
                throw new AssertionError(
                        command + " ended with " + code + ":\n" + text.substring(Math.max(0, text.length() - 4000)));
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int start(Duration limit, List<String> command, Path output) {
        try {
            var builder = new ProcessBuilder(command)
                    .directory(SOURCES.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            output.resolveSibling("log").toFile()));
            builder.environment().keySet().removeIf(name -> name.endsWith("_API_KEY"));
            var process = builder.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " takes longer than " + limit);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted during " + command, e);
        }
    }

    @Override
    public void close() {
        compose("down", "--volumes", "--remove-orphans", "--timeout", "10");
        for (String sandbox : docker("ps", "--all", "--quiet", "--filter", "name=moltmate-sbx-")
                .lines()
                .toList()) {
            if (ofThisStack(sandbox)) {
                succeeds("rm", "--force", sandbox);
            }
        }
    }

    /// A sandbox outlives the stack for a while; it may also end just now.
    private boolean ofThisStack(String sandbox) {
        return answers("sh", "-c", "docker inspect --format '{{json .Mounts}}' " + sandbox + " | grep -q " + project);
    }
}
