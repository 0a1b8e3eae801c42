package io.moltmates.gateway;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/// A gateway at which all has happened that is counted: answers, failures, refusals, a full lane, a dead letter.
final class BusyGateway implements AutoCloseable {

    private static final int TOO_MANY = 6;

    private final ProviderDouble provider = ProviderDouble.start();
    private final RunningGateway gateway;
    private final ApiCaller api;
    private final String open;

    /// Starts it with these further sections of `moltmate.json`.
    BusyGateway(Path state, String more) {
        open = "127.0.0.1:" + FreePorts.three();
        TestConfiguration.write(state, provider, """
                messages: { laneCapacity: 1 },
                telemetry: { metricsAddress: "%s" },
                %s\
                """.formatted(open, more));
        gateway = RunningGateway.start(state, Map.of());
        api = new ApiCaller(gateway.baseUrl(), gateway.operatorToken());
        letDie("{\"type\":\"nothing\"");
        converse("guest1");
        converse("guest2");
        fillALane();
        Awaitility.await("the dead letter").until(() -> scrape().sum("moltmates_dead_letters_total") > 0);
    }

    RunningGateway gateway() {
        return gateway;
    }

    /// `host:port` at which nobody asks for a token.
    String metricsAddress() {
        return open;
    }

    Scrape scrape() {
        return Scrape.of(URI.create("http://" + open + "/q/metrics"), "none");
    }

    /// What can happen to a person's message, but for a full lane.
    void converse(String name) {
        api.ask(name, "<<tool write {\"path\":\"notes.txt\",\"content\":\"x\"}>> <<say done>>", "write");
        api.ask(name, "<<tool read {\"path\":\"nothing.txt\"}>> <<say none>>", "read");
        api.ask(name, "<<tool exec {\"command\":\"rm notes.txt\"}>> <<say refused>>", "refused");
        api.ask(name, "Please fail. <<status 401>>", "fail");
        api.ask(name, "/model openai/model-of-" + name, "model");
        api.ask(name, "Hello <<say other>>", "other");
        api.ask(name, "/model openai/test-model", "model-back");
        api.ask("no name/" + name, "Hello", "no-name");
    }

    /// One turn runs, one waits, and the others are refused.
    private void fillALane() {
        var answers = IntStream.range(0, TOO_MANY)
                .mapToObj(number -> api.asking("guest1", "Wait <<think 1000>> " + number, "full-" + number))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(answers).join();
    }

    private void letDie(String value) {
        var properties = new HashMap<String, Object>(gateway.brokerClient());
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            var _ = producer.send(
                    new ProducerRecord<>(Topics.INGRESS.name(), "api_nobody", value.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void close() {
        gateway.close();
        provider.close();
    }
}
