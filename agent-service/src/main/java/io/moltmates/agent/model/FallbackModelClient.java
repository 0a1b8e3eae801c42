package io.moltmates.agent.model;

import io.moltmates.agent.model.Models.Choice;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks one model after the other until one answers.
///
/// Guarantees: once a word was shown, nothing is asked again; a model is asked again at most twice, and never later
/// than the budget after
/// the first question; `Retry-After` is waited for where it fits, and not at all where another model can be asked
/// instead.
final class FallbackModelClient implements ModelClient {

    private static final Logger LOG = Logger.getLogger(FallbackModelClient.class);

    private static final int RETRIES = 2;
    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(400);

    private final List<Choice> choices;

    FallbackModelClient(List<Choice> choices) {
        this.choices = List.copyOf(choices);
    }

    @Override
    public ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation) {
        var shown = new Shown(listener);
        long startedAt = System.nanoTime();
        ModelException last = null;
        for (int at = 0; at < choices.size(); at++) {
            var choice = choices.get(at);
            boolean another = at + 1 < choices.size();
            for (int retry = 0; ; retry++) {
                try {
                    return choice.client().answer(request, shown, cancellation);
                } catch (ModelException e) {
                    LOG.warnf(
                            "model call failed: model=%s fault=%s error=%s",
                            choice.reference(), e.fault().getClass().getSimpleName(), e.getMessage());
                    if (shown.any || !e.fault().fallbackHelps()) {
                        throw e;
                    }
                    // the first model's fault says more to the person than that of a spare one without a key
                    last = last == null ? e : last;
                    var wait = backoff(e.fault(), retry);
                    var spent = Duration.ofNanos(System.nanoTime() - startedAt);
                    if (wait == null || retry >= RETRIES || spent.plus(wait).compareTo(BUDGET) > 0) {
                        break;
                    }
                    if (another && wait.compareTo(SHORT_WAIT) > 0) {
                        break;
                    }
                    pause(wait, cancellation);
                }
            }
        }
        throw Objects.requireNonNull(last);
    }

    private static @Nullable Duration backoff(ModelFault fault, int retry) {
        var asked = switch (fault) {
            case ModelFault.RateLimited(var after) -> after;
            case ModelFault.Overloaded(var after) -> after;
            default -> null;
        };
        if (asked != null) {
            return asked;
        }
        if (!fault.retriable()) {
            return null;
        }
        long most = FIRST_BACKOFF.toMillis() << (2 * retry);
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }

    private static void pause(Duration wait, Cancellation cancellation) {
        var pressed = new CountDownLatch(1);
        try (var _ = cancellation.onCancel(pressed::countDown)) {
            if (pressed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new ModelException(new ModelFault.Cancelled(), "cancelled while waiting to ask again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(new ModelFault.Cancelled(), "interrupted while waiting to ask again", e);
        }
    }

    /// Knows whether the person has seen a word.
    private static final class Shown implements ModelListener {

        private final ModelListener listener;
        private boolean any;

        private Shown(ModelListener listener) {
            this.listener = listener;
        }

        @Override
        public void onText(String delta) {
            any = true;
            listener.onText(delta);
        }
    }
}
