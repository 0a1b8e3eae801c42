package io.moltmates.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageIndexTest {

    @Test
    void findsEachOfManyMessagesAndNoOther() {
        var index = new MessageIndex();
        for (int i = 0; i < 50_000; i++) {
            index.put(MessageIndex.hash("message" + i), i);
        }

        for (int i = 0; i < 50_000; i++) {
            assertThat(index.find(MessageIndex.hash("message" + i))).isEqualTo(i);
        }
        assertThat(index.find(MessageIndex.hash("another"))).isEqualTo(MessageIndex.ABSENT);
        assertThat(index.weight()).isLessThan(3 << 20);
    }

    @Test
    void aLaterPlaceReplacesTheEarlierOne() {
        var index = new MessageIndex();
        index.put(7, 1);
        index.put(7, 2);

        assertThat(index.find(7)).isEqualTo(2);
    }
}
