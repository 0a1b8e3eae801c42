package io.moltmates.agent.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Asks one after the other of those who may answer until one does.
///
/// Guarantees: once a word was shown, nothing is asked again; each is asked again at most twice, and never later than
/// the budget after the first question; `Retry-After` is waited for where it fits, and not at all where another one can
/// be asked instead.
final class Repetition {

    private static final Logger LOG = Logger.getLogger(Repetition.class);

    private static final int RETRIES = 2;
    private static final Duration BUDGET = Duration.ofSeconds(60);
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(400);

    private Repetition() {}

    /// @param all who may answer; at least one
    /// @param name of each, for the log
    /// @param shown whether the person has seen a word
    static <C, A> A of(
            List<C> all,
            Function<C, ModelReference> name,
            Function<C, A> question,
            BooleanSupplier shown,
            Cancellation cancellation) {
        long startedAt = System.nanoTime();
        ModelException last = null;
        for (int at = 0; at < all.size(); at++) {
            var asked = all.get(at);
            boolean another = at + 1 < all.size();
            for (int retry = 0; ; retry++) {
                try {
                    return question.apply(asked);
                } catch (ModelException e) {
                    LOG.warnf(
                            "model call failed: model=%s fault=%s error=%s",
                            name.apply(asked), e.fault().getClass().getSimpleName(), e.getMessage());
                    if (shown.getAsBoolean() || !e.fault().fallbackHelps()) {
                        throw e;
                    }
                    // the first one's fault says more to the person than that of a spare one without a key
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
}
