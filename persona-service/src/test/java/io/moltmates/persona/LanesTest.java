package io.moltmates.persona;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final UserId BOB = UserId.of("web", "bob");

    @Test
    void keepsTheOrderOfOnePerson() throws InterruptedException {
        try (var lanes = new Lanes()) {
            List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
            var done = new CountDownLatch(1000);
            for (int i = 0; i < 1000; i++) {
                int number = i;
                lanes.submit(Rig.ALICE, () -> {
                    seen.add(number);
                    done.countDown();
                });
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).isSorted().hasSize(1000);
        }
    }

    @Test
    void letsNobodyWaitForAnybodyElse() throws InterruptedException {
        try (var lanes = new Lanes()) {
            var never = new CountDownLatch(1);
            var done = new CountDownLatch(1);
            lanes.submit(Rig.ALICE, () -> {
                try {
                    never.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            lanes.submit(BOB, done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void goesOnAfterAFailure() throws InterruptedException {
        try (var lanes = new Lanes()) {
            var done = new CountDownLatch(1);
            lanes.submit(Rig.ALICE, () -> {
                throw new IllegalStateException("on purpose");
            });
            lanes.submit(Rig.ALICE, done::countDown);
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
