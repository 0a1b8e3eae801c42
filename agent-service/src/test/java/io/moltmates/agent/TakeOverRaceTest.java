package io.moltmates.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A writer that does not know yet that it lost the person writes on, without a pause, while another one takes the
/// session over.
class TakeOverRaceTest {

    private static final int RACES = 150;

    @TempDir
    Path root;

    @Test
    void whatAWriterWasToldIsWrittenCountsForWhoeverComesNext() throws Exception {
        for (int race = 0; race < RACES; race++) {
            Path sessions = Files.createDirectory(root.resolve("race" + race)).resolve("sessions");
            var slow = open(sessions, "slow");
            slow.append(PersonJournalTest.request("first"));
            var begun = new CountDownLatch(20);

            var written = CompletableFuture.supplyAsync(
                    () -> writeUntilFenced(slow, begun), Executors.newVirtualThreadPerTaskExecutor());
            begun.await();
            takeOver(sessions);

            var reader = open(sessions, "third");
            var lost = new ArrayList<String>();
            for (String id : written.join()) {
                if (!reader.answered(id)) {
                    lost.add(id);
                }
            }
            assertThat(lost).as("race %d", race).isEmpty();
        }
    }

    private static List<String> writeUntilFenced(PersonJournal journal, CountDownLatch begun) {
        var written = new ArrayList<String>();
        try {
            for (int i = 0; ; i++) {
                var request = PersonJournalTest.request("m" + i);
                journal.append(request, PersonJournalTest.outcome(request, "done"));
                written.add(request.id());
                begun.countDown();
            }
        } catch (TurnEndedException _) {
            return written;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void takeOver(Path sessions) throws IOException {
        try {
            open(sessions, "next").append(PersonJournalTest.request("taken over"));
        } catch (TurnEndedException e) {
            assertThat(e.reason()).isEqualTo(TurnEndedException.Reason.BEHIND);
            open(sessions, "next").append(PersonJournalTest.request("taken over")); // a writer that never pauses is out
        }
    }

    private static PersonJournal open(Path sessions, String writer) throws IOException {
        var journal = PersonJournal.open(sessions, "life1", new JournalOptions(writer, false, true));
        if (journal.session().isEmpty()) {
            journal.startSession("s1");
        }
        return journal;
    }
}
