package io.moltmates.ingress.api;

import io.moltmates.ingress.ChannelAdapter;
import io.moltmates.ingress.DeliveryOutcome;
import io.moltmates.schema.Ids;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.UserId;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The HTTP API as a channel: the requests that wait for an answer. Thread-safe; a request is called outside the lock.
@Singleton
public class ApiChannel implements ChannelAdapter {

    static final String CHANNEL = "api";

    private static final int MOST_REQUESTS = 20_000;
    private static final int MOST_OF_ONE_PERSON = 200;

    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<String, Integer> requests = new HashMap<>();
    private final LinkedHashMap<String, String> asked = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REQUESTS;
        }
    };
    private int count;

    private record Turn(String fingerprint, List<HeldRequest> waiting) {}

    /// A request that is held open.
    interface HeldRequest {

        String person();

        void grows(LiveEvent event);

        void ends(OutboundMessage message);

        void fails(ApiError error);

        /// Called every few seconds.
        void ticks();
    }

    /// What became of a request that wants to wait.
    enum Joined {
        /// Nobody has asked this; it has to be asked now.
        FIRST,
        /// The same is being answered already.
        ATTACHED,
        /// Something else is being answered under the same key.
        DIFFERENT,
        TOO_MANY_OF_ONE,
        TOO_MANY
    }

    @Override
    public String channel() {
        return CHANNEL;
    }

    synchronized Joined join(String messageId, String fingerprint, HeldRequest request) {
        if (count >= MOST_REQUESTS) {
            return Joined.TOO_MANY;
        }
        if (requests.getOrDefault(request.person(), 0) >= MOST_OF_ONE_PERSON) {
            return Joined.TOO_MANY_OF_ONE;
        }
        var turn = turns.get(messageId);
        if (turn != null && !turn.fingerprint.equals(fingerprint)
                || turn == null && !fingerprint.startsWith(asked.getOrDefault(messageId, ""))) {
            return Joined.DIFFERENT;
        }
        var joined = turn == null ? Joined.FIRST : Joined.ATTACHED;
        turns.computeIfAbsent(messageId, _ -> new Turn(fingerprint, new ArrayList<>(1)))
                .waiting
                .add(request);
        requests.merge(request.person(), 1, Integer::sum);
        count++;
        return joined;
    }

    /// What every replica knows of a message that is being answered: the beginning of its fingerprint.
    static String words(UserId user, String text, @Nullable String context) {
        return Ids.messageId(user, text + "\0" + context);
    }

    @Override
    public synchronized void overheard(InboundMessage message) {
        asked.putIfAbsent(message.id(), words(message.user(), message.text(), message.context()));
    }

    /// The request waits no longer; the turn goes on.
    synchronized void leave(String messageId, HeldRequest request) {
        var turn = turns.get(messageId);
        if (turn != null && turn.waiting.remove(request)) {
            left(request);
            if (turn.waiting.isEmpty()) {
                turns.remove(messageId);
            }
        }
    }

    private void left(HeldRequest request) {
        requests.computeIfPresent(request.person(), (_, held) -> held == 1 ? null : held - 1);
        count--;
    }

    void fail(String messageId, ApiError error) {
        takeAll(messageId).forEach(request -> request.fails(error));
    }

    void tick() {
        List<HeldRequest> all;
        synchronized (this) {
            all = turns.values().stream().flatMap(turn -> turn.waiting.stream()).toList();
        }
        all.forEach(HeldRequest::ticks);
    }

    synchronized int held() {
        return count;
    }

    @Override
    public CompletionStage<DeliveryOutcome> deliver(OutboundMessage message) {
        String answered = message.inReplyTo();
        if (answered == null || ChatAnswer.Ending.of(message) instanceof ChatAnswer.Ending.NotYet) {
            return CompletableFuture.completedStage(new DeliveryOutcome.Unattended());
        }
        var waiting = takeAll(answered);
        waiting.forEach(request -> request.ends(message));
        return CompletableFuture.completedStage(
                waiting.isEmpty() ? new DeliveryOutcome.Unattended() : new DeliveryOutcome.Delivered(null));
    }

    @Override
    public void progress(LiveEvent event) {
        each(event.turn(), request -> request.grows(event));
    }

    private void each(String messageId, Consumer<HeldRequest> consumer) {
        List<HeldRequest> waiting;
        synchronized (this) {
            var turn = turns.get(messageId);
            waiting = turn == null ? List.of() : List.copyOf(turn.waiting);
        }
        waiting.forEach(consumer);
    }

    private synchronized List<HeldRequest> takeAll(String messageId) {
        asked.remove(messageId);
        var turn = turns.remove(messageId);
        if (turn == null) {
            return List.of();
        }
        turn.waiting.forEach(this::left);
        return turn.waiting;
    }
}
