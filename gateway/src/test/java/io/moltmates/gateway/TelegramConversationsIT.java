package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// Conversations of people and groups with the packaged program, as they read them on Telegram's side of the socket:
/// one gateway for all.
class TelegramConversationsIT {

    @TempDir
    private static Path directory;

    private static TelegramStage stage;

    @BeforeAll
    static void open() {
        stage = TelegramStage.open(directory.resolve("state"));
    }

    @AfterAll
    static void close() {
        stage.close();
        assertThat(stage.violations()).isEmpty();
    }

    @Nested
    class Commands extends CommandConversations {
        Commands() {
            super(stage);
        }
    }

    @Nested
    class Groups extends GroupConversations {
        Groups() {
            super(stage);
        }
    }

    @Nested
    class Media extends MediaConversations {
        Media() {
            super(stage);
        }
    }

    @Nested
    class Admission extends AdmissionConversations {
        Admission() {
            super(stage);
        }
    }

    @Nested
    class Limits extends LimitConversations {
        Limits() {
            super(stage);
        }
    }

    @Nested
    class Queues extends QueueConversations {
        Queues() {
            super(stage);
        }
    }
}
