package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApologyTest {

    private static final Instant NOW = Instant.parse("2026-11-25T14:00:00Z");

    @Test
    void answersTheMessageWhereItCameFrom() {
        var notice = of("web_alice", """
                {"message": {"id": "m1", "user": "telegram_7", "text": 5,
                  "address": {"channel": "telegram", "account": "bot", "conversation": "99", "thread": "t"}}}""");
        assertThat(notice).hasValueSatisfying(told -> {
            assertThat(told.user()).isEqualTo(UserId.of("telegram", "7"));
            assertThat(told.address()).isEqualTo(new Address("telegram", "bot", "99", "t"));
            assertThat(told.inReplyTo()).isEqualTo("m1");
            assertThat(told.outcome()).isEqualTo(Outcome.FAILED);
        });
    }

    @Test
    void findsThePersonByHeadersAndKeyWhenNothingCanBeRead() {
        var entry = entry("web_alice", "{");
        entry.headers().add(CloudEvents.ID, "m1".getBytes(StandardCharsets.UTF_8));
        assertThat(Apology.of(entry, NOW)).hasValueSatisfying(told -> {
            assertThat(told.address()).isEqualTo(Address.of("web", "alice"));
            assertThat(told.inReplyTo()).isEqualTo("m1");
        });
        assertThat(of("web_alice", null)).hasValueSatisfying(told -> {
            assertThat(told.id()).isEqualTo("moltmate.ingress-0-7.unreadable");
            assertThat(told.inReplyTo()).isNull();
        });
    }

    @Test
    void tellsNobodyWhenItCannotBeSeenWho() {
        assertThat(of("nobody", "{}")).isEmpty();
        assertThat(of(null, "[]")).isEmpty();
    }

    @Test
    void doesNotApologizeForAnApology() {
        var notice = of("web_alice", "{\"id\": \"m1\"}").orElseThrow();
        assertThat(of("web_alice", "{\"id\": \"" + notice.id() + "\"}")).isEmpty();
    }

    private static Optional<Notice> of(@Nullable String key, @Nullable String value) {
        return Apology.of(entry(key, value), NOW);
    }

    private static ConsumerRecord<String, byte[]> entry(@Nullable String key, @Nullable String value) {
        return new ConsumerRecord<>(
                "moltmate.ingress", 0, 7, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
