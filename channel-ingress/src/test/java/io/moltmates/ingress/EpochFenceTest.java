package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochFenceTest {

    private final EpochFence fence = new EpochFence(2);

    @Test
    void dropsWhatComesFromAnEarlierOwner() {
        fence.admits("s1", 3);

        assertThat(fence.admits("s1", 2)).isFalse();
        assertThat(fence.admits("s1", 3)).isTrue();
        assertThat(fence.admits("s2", 1)).isTrue();
    }

    @Test
    void forgetsWhatWasUnusedLongest() {
        fence.admits("s1", 3);
        fence.admits("s2", 3);
        fence.admits("s3", 3);

        assertThat(fence.admits("s1", 2)).isTrue();
    }
}
