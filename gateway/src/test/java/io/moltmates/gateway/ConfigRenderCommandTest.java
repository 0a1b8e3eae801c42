package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.MoltmateConfig;
import io.moltmates.schema.config.Secret;
import io.moltmates.schema.config.Tool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigRenderCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path source() {
        return directory.resolve("moltmate.json");
    }

    private Path target(String service) {
        return directory.resolve("to").resolve(service).resolve("moltmate.json");
    }

    private int render(Map<String, String> environment, String... more) {
        var words = Stream.concat(
                Stream.of("config", "render", "--to", directory.resolve("to").toString()), Stream.of(more));
        return Main.run(
                environment, new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
    }

    private Map<String, String> state() {
        return Map.of("MOLTMATE_STATE_DIR", directory.toString());
    }

    private MoltmateConfig read(String service) {
        var loaded = ConfigLoader.load(target(service), Map.of());
        assertThat(loaded.findings()).isEmpty();
        return loaded.config();
    }

    @Test
    void writesAFileForEachServiceThatOnlyThisAccountReadsIfThereMayBeASecretInIt() throws IOException {
        Files.writeString(source(), "{ tools: { allow: ['read'] } }");

        assertThat(render(state())).isZero();

        try (var services = Files.list(directory.resolve("to"))) {
            assertThat(services)
                    .extracting(service -> service.getFileName().toString())
                    .containsExactlyInAnyOrder(
                            "channel-ingress",
                            "router-service",
                            "persona-service",
                            "agent-service",
                            "sandbox-service",
                            "engine-proxy",
                            "moltmate");
        }
        assertThat(read("sandbox-service").tools().allow()).containsExactly(Tool.READ);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target("agent-service"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target("engine-proxy"))))
                .isEqualTo("rw-r--r--");
        assertThat(out.toString().lines()).hasSize(7).allMatch(line -> line.startsWith("rendered: "));
    }

    @Test
    void leavesAFileAloneThatIsTheSame() throws IOException {
        render(state());
        var old = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(target("agent-service"), old);

        render(state());

        assertThat(Files.getLastModifiedTime(target("agent-service"))).isEqualTo(old);
    }

    @Test
    void writesForTheNamedServiceOnlyFromTheNamedFiles() throws IOException {
        Path other = directory.resolve("other.json");
        Files.writeString(other, "{ gateway: { auth: { token: '${TOKEN}' } } }");
        Path secrets = directory.resolve("keys").resolve("made.json");

        int exitCode = render(
                Map.of("TOKEN", "of-the-operator", "MOLTMATE_STATE_DIR", directory.toString()),
                "--file",
                other.toString(),
                "--secrets",
                secrets.toString(),
                "--service",
                "channel-ingress");

        assertThat(exitCode).isZero();
        assertThat(Files.readString(target("channel-ingress"))).contains("of-the-operator");
        assertThat(target("agent-service")).doesNotExist();
        assertThat(secrets).exists();
    }

    @Test
    void opensChannelIngressWithTheTokenThatItMade() {
        int exitCode =
                render(state(), "--listen-all", "--origin", "http://channel-ingress:18789", "--kafka", "kafka:9092");

        assertThat(exitCode).isZero();
        var made = SecretsFile.read(new StateLayout(directory)).orElseThrow();
        var gateway = read("channel-ingress").gateway();
        assertThat(gateway.bind()).isEqualTo("0.0.0.0");
        assertThat(gateway.auth().token()).isEqualTo(Secret.of(made.operatorToken()));
        assertThat(gateway.origins()).containsExactly("http://channel-ingress:18789");
        assertThat(read("router-service").kafka().bootstrapServers()).isEqualTo("kafka:9092");
    }

    @Test
    void saysWhatIsWrongAndRendersTheRest() throws IOException {
        Files.writeString(source(), "{\n  tools: { allow: 7 },\n  commands: { model: false },\n}");

        assertThat(render(state())).isZero();

        assertThat(out.toString()).startsWith(source() + ":2:19: error: tools.allow");
        assertThat(read("agent-service").tools().allow()).isEmpty();
        assertThat(read("agent-service").disabledSections()).containsOnlyKeys("tools");
        assertThat(read("router-service").commands().model()).isFalse();
    }

    @Test
    void rendersNothingOfAFileThatCantBeUsed() throws IOException {
        Files.writeString(source(), "{ tools: ");
        assertThat(render(state())).isEqualTo(1);

        Files.writeString(source(), "{ gateway: { bind: '0.0.0.0' } }");
        assertThat(render(state())).isEqualTo(1);

        assertThat(out.toString()).contains("gateway.auth.token is not set").contains("Nothing was rendered.");
        assertThat(directory.resolve("to")).doesNotExist();
    }

    @Test
    void saysWhichServiceWasMeant() {
        assertThat(render(state(), "--service", "agent-servcie")).isEqualTo(2);
        assertThat(render(state(), "--origin", "chat.example.org")).isEqualTo(2);

        assertThat(err.toString()).contains("Did you mean agent-service?").contains("is not an origin");
    }

    /// One run of `--watch`, which ends with `close`.
    private final class Watching implements AutoCloseable {

        private final CountDownLatch stop = new CountDownLatch(1);
        private final CompletableFuture<Integer> exitCode;

        Watching() {
            var command = new CommandLine(
                            new ConfigRenderCommand(new StateLayout(directory), Map.of("KEY", "k-1"), stop))
                    .setOut(new PrintWriter(out, true));
            exitCode = CompletableFuture.supplyAsync(
                    () -> command.execute("--to", directory.resolve("to").toString(), "--watch"),
                    task -> Thread.ofVirtual().start(task));
        }

        @Override
        public void close() {
            stop.countDown();
            assertThat(exitCode).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(0);
        }
    }

    private Path marker() {
        return directory.resolve("to").resolve("rendered");
    }

    @Test
    void followsTheFileAndKeepsWhatWasGood() throws IOException {
        Files.writeString(source(), "{ providers: { groq: { apiKey: '${KEY}' } }, commands: { model: false } }");
        try (var _ = new Watching()) {
            await().until(() -> Files.exists(marker()));

            Files.writeString(source(), "{ providers: { groq: { apiKey: 7 } }, commands: { model: true } }");

            await().untilAsserted(() ->
                    assertThat(read("router-service").commands().model()).isTrue());
            assertThat(Files.readString(target("agent-service")))
                    .contains("k-1")
                    .doesNotContain("disabledSections");
            await().untilAsserted(() -> assertThat(out.toString()).contains("providers.groq.apiKey"));

            Files.writeString(source(), "{ commands: ");
            await().untilAsserted(() -> assertThat(out.toString()).contains("moltmate.json:1:"));
            Files.delete(source());
            await().untilAsserted(() -> assertThat(out.toString()).contains("the file is gone"));
            assertThat(read("router-service").commands().model()).isTrue();
        }
    }

    @Test
    void showsThatItLives() throws IOException {
        try (var _ = new Watching()) {
            await().until(() -> Files.exists(marker()));
            Files.setLastModifiedTime(marker(), FileTime.from(Instant.EPOCH));

            await().untilAsserted(
                            () -> assertThat(Files.getLastModifiedTime(marker()).toInstant())
                                    .isAfter(Instant.now().minusSeconds(10)));
        }
    }

    @Test
    void goesOnWithTheLastRenderingWhenItStartsWithAFileThatCantBeUsed() throws IOException {
        Files.writeString(source(), "{ commands: { model: false } }");
        render(state());
        Files.writeString(source(), "{ commands: ");

        try (var _ = new Watching()) {
            await().until(() -> Files.exists(marker()));
            assertThat(out.toString()).contains("The last rendering stays until the file is mended.");
            assertThat(read("router-service").commands().model()).isFalse();

            Files.writeString(source(), "{ commands: { model: true } }");

            await().untilAsserted(() ->
                    assertThat(read("router-service").commands().model()).isTrue());
        }
    }
}
