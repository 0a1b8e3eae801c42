package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.moltmates.schema.RecordCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ChatScreenTest {

    private final StringWriter printed = new StringWriter();

    @Test
    void anAnswerThatWasStreamedIsNotPrintedAgain() {
        var screen = new ChatScreen(new PrintWriter(printed), true);
        screen.delta(delta("m1", 1, 1, "Hel"));
        screen.delta(delta("m1", 1, 2, "lo"));
        screen.message(json("{'text': 'Hello'}"));
        assertThat(printed.toString()).isEqualToNormalizingNewlines("Hello\n");
    }

    @Test
    void repeatsAndFormerAttemptsAreDropped() {
        var screen = new ChatScreen(new PrintWriter(printed), true);
        screen.delta(delta("m1", 2, 1, "new"));
        screen.delta(delta("m1", 2, 1, "new"));
        screen.delta(delta("m1", 1, 9, "old"));
        assertThat(printed.toString()).isEqualTo("new");
    }

    @Test
    void aSecondAttemptBeginsOnALineOfItsOwnAndTheFinalAnswerIsWhole() {
        var screen = new ChatScreen(new PrintWriter(printed), true);
        screen.delta(delta("m1", 1, 1, "Hal"));
        screen.delta(delta("m1", 2, 1, "Hello"));
        screen.message(json("{'text': 'Hello'}"));
        assertThat(printed.toString()).isEqualToNormalizingNewlines("Hal\nHello\n");
    }

    @Test
    void aScriptGetsTheAnswerOnceAndWhole() {
        var screen = new ChatScreen(new PrintWriter(printed), false);
        screen.delta(delta("m1", 1, 1, "Hel"));
        screen.message(json("{'text': 'Hello'}"));
        assertThat(printed.toString()).isEqualToNormalizingNewlines("Hello\n");
    }

    @Test
    void choicesAreNumbered() {
        new ChatScreen(new PrintWriter(printed), false)
                .message(json("{'text': 'Choose:', 'buttons': [{'label': 'Cami'}, {'label': 'Molty'}]}"));
        assertThat(printed.toString()).isEqualToNormalizingNewlines("Choose:\n  1. Cami\n  2. Molty\n");
    }

    @Test
    void choicesThatTheTextListsAreNotListedAgain() {
        new ChatScreen(new PrintWriter(printed), false)
                .message(json("{'text': '1. Cami - warm', 'buttons': [{'label': 'Cami'}]}"));
        assertThat(printed.toString()).isEqualToNormalizingNewlines("1. Cami - warm\n");
    }

    private static JsonNode delta(String turn, int attempt, int seq, String text) {
        return json("{'turn': '%s', 'attempt': %d, 'seq': %d, 'text': '%s'}".formatted(turn, attempt, seq, text));
    }

    private static JsonNode json(String text) {
        return RecordCodec.read(
                text.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8), JsonNode.class);
    }
}
