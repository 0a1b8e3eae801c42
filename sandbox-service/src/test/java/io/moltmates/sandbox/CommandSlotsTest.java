package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommandSlotsTest {

    private final AtomicInteger limit = new AtomicInteger(1);
    private final CommandSlots slots = new CommandSlots(limit::get);
    private final List<String> entered = new CopyOnWriteArrayList<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final Semaphore goOn = new Semaphore(0);

    @AfterEach
    void stop() {
        threads.values().forEach(Thread::interrupt);
    }

    @Test
    void goesRoundWhenThereIsOneSlot() {
        for (String name : List.of("alice", "bob", "carol")) {
            person(name, 3);
            allWait();
        }
        for (int turn = 1; turn <= 9; turn++) {
            int count = turn;
            Awaitility.await().until(() -> entered.size() == count);
            allWait();
            goOn.release();
        }
        assertThat(entered).containsExactly("alice", "bob", "carol", "alice", "bob", "carol", "alice", "bob", "carol");
    }

    @Test
    void letsMoreInWhenTheLimitGrowsAndEndsNothingWhenItShrinks() {
        person("alice", 1);
        allWait();
        person("bob", 1);
        allWait();
        assertThat(entered).containsExactly("alice");
        limit.set(2);
        slots.letIn();
        Awaitility.await().until(() -> entered.size() == 2);
        limit.set(1);
        slots.letIn();
        person("carol", 1);
        allWait();
        goOn.release();
        Awaitility.await().until(() -> alive() == 2);
        allWait();
        assertThat(entered).as("one of two has left, and one may run").hasSize(2);
        goOn.release();
        Awaitility.await().until(() -> entered.size() == 3);
    }

    @Test
    void givesTheSlotOfOneWhoWasInterruptedToTheNext() {
        person("alice", 1);
        allWait();
        var bob = person("bob", 1);
        allWait();
        person("carol", 1);
        allWait();
        bob.interrupt();
        Awaitility.await().until(() -> !bob.isAlive());
        goOn.release();
        Awaitility.await().until(() -> entered.size() == 2);
        assertThat(entered).containsExactly("alice", "carol");
    }

    @Test
    void givesNoSlotToWhoIsCancelledAndKeepsNone() throws InterruptedException {
        var cancelled = new Cancellation();
        cancelled.cancel();
        assertThat(slots.enter(cancelled)).isFalse();
        assertThat(slots.enter(new Cancellation())).isTrue();
    }

    private Thread person(String name, int commands) {
        var thread = new Thread(() -> {
            try {
                for (int i = 0; i < commands; i++) {
                    if (slots.enter(new Cancellation())) {
                        entered.add(name);
                        goOn.acquire();
                        slots.leave();
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        threads.put(name, thread);
        thread.start();
        return thread;
    }

    private long alive() {
        return threads.values().stream().filter(Thread::isAlive).count();
    }

    private void allWait() {
        Awaitility.await()
                .until(() -> threads.values().stream()
                        .allMatch(thread -> !thread.isAlive() || thread.getState() == Thread.State.WAITING));
    }
}
