package io.moltmates.ingress.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.ingress.telegram.BotObjects.Update;
import io.moltmates.schema.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateBufferTest {

    private static final long QUIET = UpdateBuffer.QUIET.toNanos();

    private final UpdateBuffer buffer = new UpdateBuffer();

    private static Update update(long id, long chat, String more) {
        return RecordCodec.read("""
                {"update_id": %d, "message": {"message_id": %d, "date": 1, "chat": {"id": %d, "type": "private"},
                  "from": {"id": %d, "is_bot": false, "first_name": "A"}, %s}}
                """.formatted(id, id, chat, chat, more).getBytes(StandardCharsets.UTF_8), Update.class);
    }

    private List<List<Long>> whole(long now) {
        return buffer.whole(now).stream()
                .flatMap(List::stream)
                .map(parts -> parts.stream().map(Update::updateId).toList())
                .toList();
    }

    @Test
    void anOrdinaryMessageIsWholeAtOnceAndConfirmedOnlyOnceItIsTaken() {
        buffer.add(List.of(update(5, 1, "\"text\": \"a\"")), 0);
        assertThat(whole(0)).containsExactly(List.of(5L));
        buffer.advance();
        assertThat(buffer.offset()).isEqualTo(5);

        buffer.taken(buffer.whole(0).getFirst().getFirst());
        buffer.advance();

        assertThat(buffer.offset()).isEqualTo(6);
        assertThat(buffer.holds()).isFalse();
    }

    @Test
    void anAlbumIsWholeWhenNothingMoreComes() {
        buffer.add(List.of(update(5, 1, "\"media_group_id\": \"g\""), update(6, 1, "\"media_group_id\": \"g\"")), 0);
        assertThat(whole(QUIET - 1)).isEmpty();
        buffer.add(List.of(update(7, 1, "\"media_group_id\": \"g\"")), QUIET - 1);
        assertThat(whole(QUIET)).isEmpty();

        assertThat(whole(2 * QUIET)).containsExactly(List.of(5L, 6L, 7L));
        assertThat(buffer.offset()).isEqualTo(5);
    }

    @Test
    void anAlbumIsWholeWhenSomethingElseFollowsInItsChat() {
        buffer.add(
                List.of(
                        update(5, 1, "\"media_group_id\": \"g\""),
                        update(6, 1, "\"text\": \"after\""),
                        update(7, 2, "\"media_group_id\": \"h\"")),
                0);

        assertThat(whole(0)).containsExactly(List.of(5L), List.of(6L));
    }

    @Test
    void aTextThatTheAppCutIsOneMessage() {
        String cut = "\"text\": \"" + "x".repeat(4096) + "\"";
        buffer.add(List.of(update(5, 1, cut), update(6, 1, cut), update(7, 1, "\"text\": \"end\"")), 0);

        assertThat(whole(0)).containsExactly(List.of(5L, 6L, 7L));
    }

    @Test
    void whatComesAgainAfterItWasTakenIsNotHeldAgain() {
        var message = update(5, 1, "\"text\": \"a\"");
        buffer.add(List.of(message), 0);
        buffer.taken(List.of(message));
        buffer.advance();
        buffer.add(List.of(message), 1);

        assertThat(whole(1)).isEmpty();
    }

    @Test
    void aNewUpdateWithALowerNumberThanThoseBeforeIsTaken() {
        var before = update(900, 1, "\"text\": \"a\"");
        buffer.add(List.of(before), 0);
        buffer.taken(List.of(before));
        buffer.advance();

        buffer.add(List.of(update(70, 1, "\"text\": \"a quiet week later\"")), 1);

        assertThat(whole(1)).containsExactly(List.of(70L));
    }

    @Test
    void aCrowdMakesNobodyWait() {
        for (long id = 1; id <= 95; id++) {
            buffer.add(List.of(update(id, id, "\"media_group_id\": \"g" + id + "\"")), 0);
        }

        assertThat(whole(0)).hasSize(95);
    }

    @Test
    void aClaimGoesToOneAndInOrder() {
        var first = update(5, 1, "\"text\": \"a\"");
        var second = update(6, 1, "\"text\": \"b\"");
        buffer.add(List.of(first, second), 0);

        assertThat(buffer.claim(second, 0)).isEmpty();
        assertThat(buffer.claim(first, 0)).contains(List.of(first));
        assertThat(buffer.claim(first, 0)).isEmpty();
        buffer.forget(List.of(first));
        assertThat(buffer.claim(second, Duration.ofSeconds(1).toNanos())).contains(List.of(second));
    }
}
