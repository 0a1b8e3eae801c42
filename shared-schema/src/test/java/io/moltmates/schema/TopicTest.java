package io.moltmates.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TopicTest {

    private static final Duration CONFIGURED = Duration.ofHours(3);

    @Test
    void contentIsKeptAsLongAsConfigured() {
        assertThat(Topics.INGRESS.retention(CONFIGURED)).isEqualTo(CONFIGURED);
    }

    @Test
    void whatMayBeMissedIsKeptForMinutes() {
        assertThat(Topics.LIVE.retention(CONFIGURED)).isEqualTo(Duration.ofMinutes(10));
    }
}
