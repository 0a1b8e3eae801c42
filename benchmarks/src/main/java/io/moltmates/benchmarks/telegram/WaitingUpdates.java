package io.moltmates.benchmarks.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The updates of a bot until it has confirmed them: only what it was given counts as confirmed, so an update that
/// comes late, with a lower number than others before it, is not lost here. Thread-safe.
final class WaitingUpdates {

    private final TreeMap<Long, ObjectNode> updates = new TreeMap<>();
    private final Set<Long> given = new HashSet<>();
    private long number = 1000;
    private long pollers;
    private @Nullable Random order;

    /// The number of the next update.
    synchronized long number() {
        return ++number;
    }

    /// From now on those that are given together come in any order.
    synchronized void shuffle(Random random) {
        order = random;
    }

    synchronized void put(long id, ObjectNode update) {
        given.remove(id);
        updates.put(id, update.put("update_id", id));
        notifyAll();
    }

    synchronized int count() {
        return updates.size();
    }

    /// Confirms, waits as long as the call says, and gives what is there; ends an older call that waits.
    synchronized ArrayNode take(JsonNode call) throws InterruptedException {
        long mine = ++pollers;
        long end = System.nanoTime() + call.path("timeout").asLong(0) * 1_000_000_000L;
        updates.headMap(call.path("offset").asLong(0)).keySet().removeIf(given::remove);
        notifyAll();
        long left = end - System.nanoTime();
        while (updates.isEmpty() && left > 0 && mine == pollers) {
            wait(Math.max(1, left / 1_000_000));
            left = end - System.nanoTime();
        }
        var found = new ArrayList<ObjectNode>();
        updates.values().stream().limit(call.path("limit").asInt(100)).forEach(found::add);
        given.addAll(updates.keySet().stream().limit(found.size()).toList());
        if (order != null) {
            Collections.shuffle(found, order);
        }
        var page = BotApiDouble.JSON.createArrayNode();
        found.forEach(page::add);
        return page;
    }
}
