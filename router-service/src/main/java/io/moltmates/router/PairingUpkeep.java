package io.moltmates.router;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.Ids;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.kafka.RecordSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/// Keeps approvals with all else that belongs to a person, and forgets codes that ended long ago.
///
/// An approval is said to persona-service as a setting, once the person has a directory to hold it; so it survives a
/// log that is lost, as the directory does. Every router does this: what is said twice comes to the same.
final class PairingUpkeep implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PairingUpkeep.class);
    private static final Duration PERIOD = Duration.ofSeconds(30);

    private final Pairings pairings;
    private final LinkOffers offers;
    private final Function<UserId, Optional<UserRecord>> users;
    private final RecordSink sink;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("router-pairings-upkeep").factory());

    PairingUpkeep(Pairings pairings, LinkOffers offers, Function<UserId, Optional<UserRecord>> users, RecordSink sink) {
        this.pairings = pairings;
        this.offers = offers;
        this.users = users;
        this.sink = sink;
    }

    /// @param ready completed when the tables can be trusted
    void start(CompletionStage<Void> ready) {
        var reading = ready.toCompletableFuture();
        var _ = timer.scheduleWithFixedDelay(
                () -> {
                    if (reading.isDone() && !reading.isCompletedExceptionally()) {
                        look();
                    }
                },
                PERIOD.toSeconds(),
                PERIOD.toSeconds(),
                TimeUnit.SECONDS);
    }

    private void look() {
        try {
            look(Instant.now());
        } catch (RuntimeException e) { // the next look mends it
            LOG.warnf("pairings not kept up: error=%s", e);
        }
    }

    void look(Instant now) {
        pairings.decisions().forEach(this::keep);
        for (var code : pairings.outdated(now)) {
            var _ = sink.delete(Topics.PAIRINGS, code.key());
        }
        for (var offer : offers.outdated(now)) {
            var _ = sink.delete(Topics.LINKS, offer.key());
        }
    }

    private void keep(PairingRecord decision) {
        var row = users.apply(decision.user());
        boolean hasDirectory = row.isPresent() && row.get().incarnation() != null;
        String before =
                row.map(known -> known.settings().get(PersonFile.PAIRED)).orElse("");
        String after = Pairings.kept(decision);
        boolean differs = before.isEmpty() != after.isEmpty()
                || before.equals(PersonFile.ADDED) != after.equals(PersonFile.ADDED);
        if (hasDirectory && differs) {
            var change =
                    new CommandRequest.ChangeSetting("c" + Ids.random(26), decision.user(), PersonFile.PAIRED, after);
            var _ = sink.write(Topics.COMMANDS, change, null);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
