package io.moltmates.benchmarks;

import io.moltmates.schema.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/// Who has which partitions of the turns, as the broker knows it.
public final class WorkerGroup implements AutoCloseable {

    private static final String GROUP = "moltmate-agent";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Admin admin;
    private final int partitions;

    /// @param connection Kafka's client properties with the broker's address and secret
    /// @param partitions how many the topic has
    public WorkerGroup(Map<String, ?> connection, int partitions) {
        this.admin = Admin.create(Map.copyOf(connection));
        this.partitions = partitions;
    }

    /// The partitions of each worker by its name; those of one that ended without a word stay until its session is
    /// over.
    public Map<String, Set<Integer>> members() {
        try {
            var group = Objects.requireNonNull(admin.describeConsumerGroups(List.of(GROUP))
                            .describedGroups()
                            .get(GROUP))
                    .get(60, TimeUnit.SECONDS);
            var members = new TreeMap<String, Set<Integer>>();
            for (var member : group.members()) {
                var numbers = members.computeIfAbsent(member.clientId(), _ -> new TreeSet<>());
                member.assignment().topicPartitions().stream()
                        .filter(one -> one.topic().equals(Topics.TURNS.name()))
                        .map(TopicPartition::partition)
                        .forEach(numbers::add);
            }
            return members;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw new IllegalStateException("The group can't be described", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("The group can't be described", e);
        }
    }

    /// Waits until exactly these have all partitions among them, as evenly as it goes; returns who has what.
    ///
    /// @throws IllegalStateException if they have not within five minutes
    public Map<String, Set<Integer>> awaitEven(Set<String> names) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var now = members();
            if (now.keySet().equals(names) && even(now)) {
                return now;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("The workers " + names + " do not share the partitions: " + now);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean even(Map<String, Set<Integer>> now) {
        if (now.isEmpty()) {
            return true;
        }
        int least = partitions / now.size();
        int most = (partitions + now.size() - 1) / now.size();
        var all = new TreeSet<Integer>();
        now.values().forEach(all::addAll);
        return all.size() == partitions
                && now.values().stream().allMatch(some -> some.size() >= least && some.size() <= most);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
