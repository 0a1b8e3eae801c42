package io.moltmates.gateway;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/// Asks the running gateway, or channel-ingress of the distributed form, as its operator.
final class OperatorClient {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI base;
    private final String token;

    private OperatorClient(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /// @throws StartRefusedException if no gateway runs with this state directory
    static OperatorClient connect(StateLayout layout, Map<String, String> environment) {
        var base = Whereabouts.of(layout, environment).base();
        var configured = ConfigLoader.load(layout.configuration(), environment)
                .config()
                .gateway()
                .auth()
                .token();
        String token = configured == null
                ? SecretsFile.read(layout).orElseThrow(() -> notRunning(layout)).operatorToken()
                : configured.reveal();
        return new OperatorClient(base, token);
    }

    static StartRefusedException notRunning(StateLayout layout) {
        return new StartRefusedException(
                "No gateway runs with the state directory " + layout.root() + ". Start it with: ./moltmate gateway");
    }

    /// The answer; a refusal is a [CommandResult.Failure].
    CommandResult ask(CommandRequest question) {
        var response = send(HttpRequest.newBuilder(base.resolve("/operator/commands"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(RecordCodec.write(question))));
        return RecordCodec.read(accepted(response), CommandResult.class);
    }

    byte[] page(String path) {
        return accepted(send(HttpRequest.newBuilder(base.resolve(path)).GET()));
    }

    private byte[] accepted(HttpResponse<byte[]> response) {
        if (response.statusCode() == 503 || response.statusCode() == 504) {
            throw new StartRefusedException(error(response.body()));
        }
        if (response.statusCode() != 200) {
            throw new StartRefusedException("The gateway at " + base + " answered with status " + response.statusCode()
                    + ". Was it started with this state directory?");
        }
        return response.body();
    }

    /// The sentence that the gateway gives.
    private static String error(byte[] body) {
        try {
            String said = RecordCodec.mapper().readTree(body).path("error").asText();
            return said.isBlank() ? "The gateway can't do it right now." : HarmlessText.line(said);
        } catch (IOException _) {
            return "The gateway can't do it right now.";
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try (var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build()) {
            return client.send(
                    request.timeout(PATIENCE)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new StartRefusedException("The gateway at " + base + " does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefusedException("Interrupted while asking the gateway", e);
        }
    }
}
