package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moltmates.agent.model.Transcriber.Recording;
import io.moltmates.agent.model.Transcriber.Transcript;
import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.config.AgentConfig;
import io.moltmates.schema.config.AudioConfig;
import io.moltmates.schema.config.Dialect;
import io.moltmates.schema.config.ProviderConfig;
import io.moltmates.schema.config.Secret;
import io.moltmates.schema.config.TimeoutsConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Recordings are written down by whoever can, over a real socket.
class TranscriptionClientTest {

    private final ProviderDouble provider = ProviderDouble.start();
    private Duration limit = Duration.ofSeconds(60);
    private String key = Providers.KEY;

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        provider.close();
    }

    private Transcriber transcriber(String... models) {
        var providers =
                Map.of("openai", provider("openai", Dialect.OPENAI), "claude", provider("claude", Dialect.ANTHROPIC));
        var audio = new AudioConfig(true, List.of(models), "de", 25, limit);
        return Objects.requireNonNull(catalog(providers, audio).transcriber());
    }

    private ProviderConfig provider(String name, Dialect dialect) {
        return new ProviderConfig(
                name, Secret.of(key), URI.create(provider.openAiUrl()), dialect, TimeoutsConfig.DEFAULT);
    }

    private static ModelCatalog catalog(Map<String, ProviderConfig> providers, AudioConfig audio) {
        return new ModelCatalog(
                new ModelSettings(providers, AgentConfig.DEFAULT, Map.of(), audio), Map.of(), _ -> null);
    }

    private Transcript hear(Transcriber transcriber, String recording) throws IOException {
        return transcriber.transcribe(recording(recording), new Cancellation());
    }

    private Recording recording(String bytes) throws IOException {
        return new Recording(Files.writeString(directory.resolve("0"), bytes), "ogg");
    }

    private ModelException failure(Transcriber transcriber, String recording) {
        return catchThrowableOfType(ModelException.class, () -> hear(transcriber, recording));
    }

    @Test
    void sendsTheRecordingAndReadsWhatIsSaid() throws IOException {
        var heard = hear(transcriber("openai/gpt-4o-transcribe"), "Good morning.");

        assertThat(heard.text()).isEqualTo("Good morning.");
        assertThat(heard.usage()).isEqualTo(new ModelAnswer.Usage(40, 10, 0, 0));
        assertThat(heard.model()).hasToString("openai/gpt-4o-transcribe");
        assertThat(provider.requests().getFirst())
                .contains("name=\"model\"\r\n\r\ngpt-4o-transcribe\r\n")
                .contains("name=\"language\"\r\n\r\nde\r\n")
                .contains("name=\"file\"; filename=\"recording.ogg\"");
    }

    @Test
    void readsHowLongARecordingIsWhereThatIsWhatCosts() throws IOException {
        assertThat(hear(transcriber("openai/whisper-1"), "Hello").seconds()).isEqualTo(30);
    }

    @Test
    void asksAgainWhenAskingAgainMayHelp() throws IOException {
        assertThat(hear(transcriber("openai/a"), "<<once>> <<status 503 0>> Hello")
                        .text())
                .isEqualTo("Hello");
        assertThat(provider.calls()).isEqualTo(2);
    }

    @Test
    void asksTheNextModelWhenTheFirstCannot() throws IOException {
        assertThat(hear(transcriber("openai/a", "openai/b"), "<<once>> <<status 404>> Hello")
                        .model())
                .hasToString("openai/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {Providers.KEY, Providers.KEY + "\nx"})
    void neverTellsTheKey(String anyKey) {
        key = anyKey;

        var failure = failure(transcriber("openai/a"), "<<status 401>>");

        assertThat(failure.fault()).isInstanceOf(ModelFault.Unauthorized.class);
        assertThat(failure).hasMessageNotContaining(Providers.KEY);
        assertThat(failure.getCause()).isNull();
    }

    @Test
    void cutsAProviderThatIsSilent() {
        limit = Duration.ofSeconds(1);

        assertThat(failure(transcriber("openai/a"), "<<stall-first>>").fault()).isInstanceOf(ModelFault.Stalled.class);
        Awaitility.await().until(() -> provider.abandoned() == provider.calls());
    }

    @Test
    void endsAtOnceWhenItIsCancelled() throws IOException {
        var cancellation = new Cancellation();
        var transcriber = transcriber("openai/a");
        var recording = recording("<<stall-first>>");
        var asked = CompletableFuture.supplyAsync(() ->
                catchThrowableOfType(ModelException.class, () -> transcriber.transcribe(recording, cancellation)));
        Awaitility.await().until(() -> provider.calls() == 1);

        cancellation.cancel();

        assertThat(asked)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(failure -> assertThat(failure.fault()).isInstanceOf(ModelFault.Cancelled.class));
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void isNobodyWhereNoProviderCanOrItIsSwitchedOff() {
        var claude = Map.of("claude", provider("claude", Dialect.ANTHROPIC));
        var openAi = Map.of("openai", provider("openai", Dialect.OPENAI));

        assertThat(catalog(claude, AudioConfig.DEFAULT).transcriber()).isNull();
        assertThat(catalog(openAi, AudioConfig.OFF).transcriber()).isNull();
        assertThat(catalog(openAi, AudioConfig.DEFAULT).transcriber()).isNotNull();
    }
}
