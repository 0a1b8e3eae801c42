package io.moltmates.schema.kafka;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.DeadLetter.Settlement;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// All dead letters: shows them, writes their records to their topics again, and keeps in mind what was done.
///
/// What was done is a record of its own behind the letter, in the same topic, so it is known wherever the letter is. A
/// crash between replaying and noting it leaves the letter in the box; replaying it again is safe, since a record that
/// comes twice is recognized by its id. Each call reads the topics anew, and blocks.
public final class DeadLetterBox {

    private static final String SERVICE = "deadletter";
    private static final int PATIENCE_MILLIS = 20_000;

    private final Map<String, ?> connection;

    public DeadLetterBox(Map<String, ?> connection) {
        this.connection = connection;
    }

    /// A letter, and what was done about it; null while nothing was.
    public record Kept(DeadLetter letter, @Nullable Settlement settled) {}

    /// The letters about which nothing was done, the oldest first, without their content. A record that was given up
    /// more than once has one letter.
    public List<DeadLetter> waiting() {
        return read(Topics.withDeadLetters(), DeadLetterBox::withoutContent).values().stream()
                .filter(kept -> kept.settled() == null)
                .map(Kept::letter)
                .toList();
    }

    public Optional<Kept> find(DeadLetterId id) {
        var topics = Topics.withDeadLetters().stream()
                .filter(topic -> topic.name().equals(id.topic()))
                .toList();
        var found = read(topics, letter -> DeadLetterId.of(letter).equals(id) ? letter : withoutContent(letter));
        return Optional.ofNullable(found.get(id));
    }

    /// Writes the record to its topic as it was: its bytes, key and headers, into its partition.
    ///
    /// @throws KafkaException if it can't be written
    public void replay(DeadLetter letter) {
        var properties = new HashMap<String, Object>(KafkaConnection.clientProperties(connection));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, SERVICE);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 << 20);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            String topic = BrokerNames.of(connection).topic(letter.topic());
            int partitions = producer.partitionsFor(topic).size();
            var entry = new ProducerRecord<>(
                    topic,
                    letter.partition() < partitions ? letter.partition() : null,
                    key(letter),
                    Base64.getDecoder().decode(letter.value()));
            letter.headers()
                    .forEach((name, value) -> entry.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
            producer.send(entry).get();
        } catch (ExecutionException e) {
            throw new KafkaException("The record could not be written: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while the record was written", e);
        }
        settle(letter, Settlement.REPLAYED);
    }

    /// Notes that the record is not going to be processed; the letter itself goes when its topic's retention is over.
    ///
    /// @throws KafkaException if it can't be written
    public void drop(DeadLetter letter) {
        settle(letter, Settlement.DROPPED);
    }

    private void settle(DeadLetter letter, Settlement settlement) {
        var topic = Topics.withDeadLetters().stream()
                .filter(known -> known.name().equals(letter.topic()))
                .findFirst()
                .map(Topic::deadLetters)
                .orElseThrow(() -> new KafkaException(letter.topic() + " has no dead letters"));
        try (var writer = new TopicWriter(connection, SERVICE)) {
            writer.write(topic, letter.settledAs(settlement, Instant.now()), null)
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new KafkaException("What was done could not be noted: " + e.getCause(), e);
        }
    }

    private Map<DeadLetterId, Kept> read(List<Topic<?>> topics, UnaryOperator<DeadLetter> form) {
        var kept = new LinkedHashMap<DeadLetterId, Kept>();
        var names = topics.stream().map(topic -> topic.deadLetters().name()).toList();
        try (var scan = new TopicScan(connection, SERVICE + "-reader", names, null)) {
            scan.read(entry -> {
                letter(entry.value())
                        .ifPresent(letter -> kept.merge(
                                DeadLetterId.of(letter),
                                new Kept(form.apply(letter), letter.settled()),
                                (before, now) -> now.settled() == null ? before : settled(before, now)));
                return true;
            });
        }
        return kept;
    }

    private static Kept settled(Kept before, Kept now) {
        return new Kept(before.letter(), now.settled());
    }

    private static Optional<DeadLetter> letter(byte @Nullable [] value) {
        try {
            return Optional.of(RecordCodec.read(value, DeadLetter.class));
        } catch (MalformedRecordException _) {
            return Optional.empty(); // somebody else's record: not a letter, so nothing can be done about it here
        }
    }

    private static DeadLetter withoutContent(DeadLetter letter) {
        return new DeadLetter(
                letter.id(),
                letter.user(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                "",
                Map.of(),
                letter.service(),
                letter.reason(),
                letter.attempts(),
                letter.at(),
                letter.recordKey(),
                letter.settled());
    }

    /// Letters of earlier versions tell of the key only whom it named.
    private static @Nullable String key(DeadLetter letter) {
        if (letter.recordKey() != null) {
            return letter.recordKey();
        }
        return letter.user().equals(CommandRequest.EVERYBODY)
                ? null
                : letter.user().value();
    }
}
