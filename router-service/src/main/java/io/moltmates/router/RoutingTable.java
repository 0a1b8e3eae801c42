package io.moltmates.router;

import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Decides whether a person's next message goes directly to their assistant or by way of persona-service.
///
/// The rule: it goes directly only if the person's row says READY, and nothing that went by persona-service may still
/// be on its way. Such a thing is on its way from the moment it is sent ([#sent]) until the row's `through` names it:
/// persona-service writes that only when the log has all that the message led to, so a later message can't overtake it.
///
/// What is on its way is remembered here, by person. A router that starts, or gets a partition, does not know it, so it
/// first reads what lies in the onboarding topic behind persona-service's committed place, and calls [#sent] for each
/// record in order. That place may lag behind what is done; a person whose last record there is done has a row that
/// names it. Where a row names something else, which happens when a directory was restored or agent-service sent
/// something, one more message goes by persona-service, and its `through` mends it.
///
/// Bounded: beyond a hundred thousand people with something on its way, the longest untouched one is forgotten. Safe
/// for many threads.
final class RoutingTable {

    static final int MOST_PEOPLE = 100_000;

    private final Map<UserId, String> onTheirWay = new LinkedHashMap<>(16, 0.75f, true);

    /// Where a message goes.
    enum Way {
        DIRECT,
        /// The person has a persona, but messages before this one went by persona-service.
        FOLLOWING,
        /// The person has none, or is choosing.
        CHOOSING
    }

    synchronized Way way(UserId user, Optional<UserRecord> row) {
        if (row.isEmpty() || row.get().status() != UserRecord.Status.READY) {
            return Way.CHOOSING;
        }
        String last = onTheirWay.get(user);
        if (last == null) {
            return Way.DIRECT;
        }
        if (last.equals(row.get().through())) {
            onTheirWay.remove(user);
            return Way.DIRECT;
        }
        return Way.FOLLOWING;
    }

    /// This message is the last one of the person that goes, or went, by persona-service.
    synchronized void sent(UserId user, String messageId) {
        onTheirWay.put(user, messageId);
        if (onTheirWay.size() > MOST_PEOPLE) {
            onTheirWay.remove(onTheirWay.keySet().iterator().next());
        }
    }
}
