package io.moltmates.ingress;

import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.DeliveryRecord.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What is known of each delivery to platforms with leased accounts, as the deliveries topic says.
///
/// An intent never stands over what settled a delivery: a holder that was frozen may have written it late. So may one
/// that says that a delivery is due still, which never stands over a later holder's intent. Thread-safe.
/// Half a kilobyte for each delivery of the time that is kept.
final class DeliveryLedger {

    private final Map<String, DeliveryRecord> rows = new ConcurrentHashMap<>();

    Optional<DeliveryRecord> find(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    /// Takes a record of the topic. What has to be written again, because an intent of an earlier lease came after it
    /// and
    /// would be all that compaction leaves; empty as a rule.
    synchronized Optional<DeliveryRecord> take(DeliveryRecord record) {
        var before = rows.get(record.id());
        if (before != null && isSettled(before) && !isSettled(record)) {
            return record.epoch() < before.epoch() ? Optional.of(before) : Optional.empty();
        }
        if (before != null && before.state() == State.INTENT && record.state() == State.DUE) {
            if (record.epoch() < before.epoch()) {
                return Optional.of(before);
            }
        }
        boolean stays = before != null
                && isSettled(before) == isSettled(record)
                && record.state() != State.DELIVERED
                && (record.epoch() < before.epoch() || before.state() == State.DELIVERED);
        if (!stays) {
            rows.put(record.id(), record);
        }
        return Optional.empty();
    }

    synchronized void remove(String id) {
        rows.remove(id);
    }

    /// Forgets what is older: messages of that age are not sent any more.
    synchronized void forget(Instant before) {
        rows.values().removeIf(row -> row.at().isBefore(before));
    }

    int size() {
        return rows.size();
    }

    static boolean isSettled(DeliveryRecord record) {
        return record.state() != State.INTENT && record.state() != State.DUE;
    }
}
