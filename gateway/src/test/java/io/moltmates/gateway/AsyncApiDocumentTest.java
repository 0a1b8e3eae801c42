package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.DeadLetter;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.DeadLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The check of records against the document finds what is wrong with them.
class AsyncApiDocumentTest {

    private static final DeadLetter LETTER = DeadLetters.of(
            new ConsumerRecord<>("moltmate.ingress", 0, 7, "web_alice", new byte[] {1}),
            "router-service",
            "it can't be read",
            1,
            Instant.EPOCH);

    private static ConsumerRecord<String, byte[]> entry(String topic, @Nullable String key, byte[] value) {
        var entry = new ConsumerRecord<String, byte[]>(topic, 0, 0, key, value);
        CloudEvents.headers(LETTER, "router-service", "1970-01-01T00:00:00Z", "00-01-02-01")
                .forEach((name, text) -> entry.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return entry;
    }

    private static ConsumerRecord<String, byte[]> good() {
        return entry(Topics.INGRESS.deadLetters().name(), "web_alice", RecordCodec.write(LETTER));
    }

    private static List<String> problems(ConsumerRecord<String, byte[]> entry) throws IOException {
        return AsyncApiDocument.read().problems(entry);
    }

    @Test
    void aRecordAsDescribedHasNoProblem() throws IOException {
        assertThat(problems(good())).isEmpty();
    }

    @Test
    void aMessageOnATopicThatIsNotItsOwnIsFound() throws IOException {
        assertThat(problems(entry(Topics.TURNS.name(), "web_alice", RecordCodec.write(LETTER))))
                .containsExactly("no message of this topic has the type io.moltmates.DeadLetter");
    }

    @Test
    void aHeaderMoreOrLessIsFound() throws IOException {
        var less = good();
        less.headers().remove("ce_time");
        assertThat(problems(less)).singleElement().asString().startsWith("its headers are");
        var more = good();
        more.headers().add("extra", new byte[0]);
        assertThat(problems(more)).singleElement().asString().contains("extra");
    }

    @Test
    void aMissingKeyAndAnotherContentTypeAreFound() throws IOException {
        var entry = entry(Topics.INGRESS.deadLetters().name(), null, RecordCodec.write(LETTER));
        entry.headers().remove("content-type").add("content-type", "text/plain".getBytes(StandardCharsets.UTF_8));
        assertThat(problems(entry)).containsExactlyInAnyOrder("it has no key", "its content type is text/plain");
    }

    @Test
    void aValueThatItsSchemaDoesNotAllowIsFound() throws IOException {
        byte[] value = "{\"id\": 3, \"user\": \"nobody\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(problems(entry(Topics.INGRESS.deadLetters().name(), "web_alice", value)))
                .anyMatch(problem -> problem.contains("id") && problem.contains("string"))
                .anyMatch(problem -> problem.contains("user"));
    }
}
