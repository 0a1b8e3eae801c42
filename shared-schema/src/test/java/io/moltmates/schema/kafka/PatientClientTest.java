package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class PatientClientTest {

    /// A name that never resolves: RFC 6761.
    private static final Map<String, String> NOWHERE = Map.of("bootstrap.servers", "kafka.invalid:9092");

    private static KafkaException unresolved() {
        return new KafkaException(
                "Failed to construct kafka consumer",
                new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));
    }

    @Test
    void isMadeWhenTheNameResolves() throws InterruptedException {
        var attempts = new AtomicInteger();
        var client = new PatientClient<>("test", () -> {
            if (attempts.incrementAndGet() < 3) {
                throw unresolved();
            }
            return "client";
        });
        assertThat(client.now()).isNull();
        assertThat(client.await()).isTrue();
        assertThat(client.get()).isEqualTo("client");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whatElseIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> new PatientClient<>("test", () -> {
                    throw new KafkaException("Failed to load SSL keystore");
                }))
                .hasMessage("Failed to load SSL keystore");
    }

    @Test
    void waitingEndsWhenItIsGivenUp() {
        var client = new PatientClient<>("test", () -> {
            throw unresolved();
        });
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return client.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        client.giveUp();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
    }

    @Test
    void waitingEndsAtTheLimit() throws InterruptedException {
        var client = new PatientClient<>("test", () -> {
            throw unresolved();
        });
        assertThat(client.await(Duration.ofMillis(50))).isFalse();
    }

    @Test
    void clientsOfEveryKindOutliveANameThatDoesNotResolve() {
        var tail = TopicTail.open(NOWHERE, "tail", List.of("moltmate.live"), TopicTail.From.END, _ -> {});
        var writer = new TopicWriter(NOWHERE, "test");
        try (var table = TableReader.open(NOWHERE, "table", Topics.USERS, (_, _) -> {});
                var leases = PartitionLeases.open(NOWHERE, "leases", Topics.ACCOUNTS, new Nobody());
                var _ = PlacedReader.open(
                        NOWHERE, "group", "placed", Topics.EGRESS, Instant.EPOCH, (_, finished) -> finished.run())) {
            assertThat(tail.ready().toCompletableFuture()).isNotDone();
            assertThat(table.ready().toCompletableFuture()).isNotDone();
            assertThat(leases.partitionOf("telegram_bot")).isEqualTo(-1);
        } finally {
            tail.close();
            writer.close();
        }
        assertThat(tail.ready().toCompletableFuture()).isCompletedExceptionally();
        assertThat(writer.delete(Topics.ACCOUNTS, "telegram_bot")).failsWithin(Duration.ofSeconds(10));
    }

    private static final class Nobody implements PartitionLeases.Holder {
        @Override
        public void granted(Set<Integer> partitions) {
            throw new AssertionError("granted " + partitions);
        }

        @Override
        public void ended(Set<Integer> partitions) {
            throw new AssertionError("ended " + partitions);
        }
    }
}
