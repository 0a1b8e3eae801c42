package io.moltmates.ingress.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.LiveEvent.TextDelta;
import io.moltmates.schema.LiveEvent.ToolProgress;
import io.moltmates.schema.LiveEvent.ToolState;
import io.moltmates.schema.UserId;
import org.junit.jupiter.api.Test;

class StreamedTextTest {

    private static final UserId BOB = UserId.of("api", "bob");
    private static final Address ADDRESS = Address.of("api", "bob");

    private final StreamedText text = new StreamedText();
    private final StringBuilder received = new StringBuilder();

    @Test
    void sendsEachPieceOnce() {
        take(delta(1, 1, "Good "));
        take(delta(1, 1, "Good "));
        take(delta(1, 2, "morning"));
        finish("Good morning");

        assertThat(received).hasToString("Good morning");
    }

    @Test
    void sendsAtTheEndWhatWasLost() {
        take(delta(1, 1, "Good "));
        finish("Good morning, Bob.");

        assertThat(received).hasToString("Good morning, Bob.");
    }

    @Test
    void sendsNothingOfAnAnswerWhoseBeginningItDidNotHear() {
        take(delta(1, 5, "ning"));
        assertThat(received).isEmpty();

        finish("Good morning");
        assertThat(received).hasToString("Good morning");
    }

    @Test
    void sendsAllAtTheEndWhenNothingCameBefore() {
        finish("Good morning");

        assertThat(received).hasToString("Good morning");
    }

    @Test
    void goesOnWhenALaterAttemptRepeatsWhatWasSent() {
        take(delta(1, 1, "Good "));
        take(delta(2, 1, "Go"));
        take(delta(2, 2, "od eve"));
        take(delta(2, 3, "ning"));
        assertThat(received).hasToString("Good evening");

        finish("Good evening!");
        assertThat(received).hasToString("Good evening!");
    }

    @Test
    void beginsAnewWhenALaterAttemptSaysSomethingElse() {
        take(delta(1, 1, "Good "));
        take(delta(2, 1, "Hello"));
        assertThat(received).hasToString("Good ");

        finish("Hello Bob");
        assertThat(received).hasToString("Good " + StreamedText.BEGINS_ANEW + "Hello Bob");
    }

    @Test
    void addsNothingWhenTheFinalTextIsWhatCameAfterTheLastTool() {
        take(delta(1, 1, "Let me look."));
        take(tool(2));
        take(delta(1, 3, "It is noon."));
        finish("It is noon.");

        assertThat(received).hasToString("Let me look.It is noon.");
    }

    @Test
    void addsTheRestOfWhatCameAfterTheLastTool() {
        take(delta(1, 1, "Let me look."));
        take(tool(2));
        take(delta(1, 3, "It is "));
        finish("It is noon.");

        assertThat(received).hasToString("Let me look.It is noon.");
    }

    @Test
    void givesOnlyTheFinalTextToWhoCameLater() {
        text.onlyFinal();
        take(delta(1, 5, "ning"));
        finish("Good morning");

        assertThat(received).hasToString("Good morning");
    }

    private void take(LiveEvent event) {
        received.append(text.take(event));
    }

    private void finish(String whole) {
        received.append(text.finish(whole));
    }

    private static LiveEvent delta(int attempt, long sequence, String piece) {
        return new TextDelta(BOB, ADDRESS, "m1", 1, attempt, sequence, piece);
    }

    private static LiveEvent tool(long sequence) {
        return new ToolProgress(
                BOB, ADDRESS, "m1", 1, 1, sequence, "m1#1.tool#1", "exec", ToolState.STARTED, "date", "");
    }
}
