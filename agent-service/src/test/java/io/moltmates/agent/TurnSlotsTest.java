package io.moltmates.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.moltmates.agent.TurnEndedException.Reason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnSlotsTest {

    private final AtomicInteger limit = new AtomicInteger(1);
    private final TurnSlots slots = new TurnSlots(limit::get);

    private CompletableFuture<TurnSlots.Slot> taking(RunningTurn turn) {
        int before = slots.waiting();
        var taking = CompletableFuture.supplyAsync(() -> slots.take(turn), Executors.newVirtualThreadPerTaskExecutor());
        await().until(() -> slots.waiting() > before || taking.isDone());
        return taking;
    }

    private CompletableFuture<TurnSlots.Slot> taking() {
        return taking(new RunningTurn());
    }

    @Test
    void servesInTheOrderOfAsking() {
        var first = taking().join();
        var order = new CopyOnWriteArrayList<Integer>();
        var all = List.of(taking(), taking(), taking());
        for (int i = 0; i < all.size(); i++) {
            int number = i;
            var _ = all.get(i).thenAccept(slot -> {
                order.add(number);
                slot.close();
            });
        }

        first.close();

        await().untilAsserted(() -> assertThat(order).containsExactly(0, 1, 2));
    }

    @Test
    void oneThatEndsWhileItWaitsTakesNoSlot() {
        var first = taking().join();
        var turn = new RunningTurn();
        var ended = taking(turn);
        var last = taking();

        turn.end(Reason.ABANDONED);
        ended.join().close();

        assertThat(last).isNotDone();
        first.close();
        await().until(last::isDone);
    }

    @Test
    void aRaisedLimitCountsWhileNothingEnds() {
        var _ = taking().join();
        var second = taking();

        limit.set(2);

        await().until(second::isDone);
    }

    @Test
    void aLoweredLimitLetsWhatRunsComeToItsEnd() {
        limit.set(2);
        var first = taking().join();
        var second = taking().join();
        limit.set(1);
        var third = taking();

        first.close();

        assertThat(third).isNotDone();
        second.close();
        await().until(third::isDone);
    }
}
