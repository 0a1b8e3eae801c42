package io.moltmates.schema.kafka;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// A client of Kafka's that is made as soon as the name of a broker resolves.
///
/// Kafka's own constructors throw if none does at that moment, though a name that is not known yet, or a resolver that
/// is away for a while, is no reason to end. What else is wrong is thrown at once, as Kafka says it. Thread-safe.
public final class PatientClient<C> {

    private static final System.Logger LOG = System.getLogger(PatientClient.class.getName());
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<C> maker;
    private final CountDownLatch givenUp = new CountDownLatch(1);
    private volatile @Nullable C client;

    /// Makes the client if it can be made now.
    ///
    /// @throws KafkaException if it can't be made for another reason than that no name resolves
    public PatientClient(String name, Supplier<C> maker) {
        this.name = name;
        this.maker = maker;
        QuietClients.begin();
        if (!made()) {
            LOG.log(Level.WARNING, "no broker's name resolves, trying again: client=" + name);
        }
    }

    /// Null as long as it could not be made.
    @Nullable
    C now() {
        return client;
    }

    /// For whoever knows that it was made.
    public C get() {
        return Objects.requireNonNull(client, name);
    }

    /// Blocks until the client is there; whether it is, before [#giveUp].
    boolean await() throws InterruptedException {
        return await(Duration.ofDays(3650));
    }

    /// Blocks until the client is there, and no longer than the limit; whether it is.
    public boolean await(Duration limit) throws InterruptedException {
        if (client != null) {
            return true;
        }
        long end = System.nanoTime() + limit.toNanos();
        var backoff = new Backoff(FIRST, LONGEST);
        while (!made()) {
            long left = Math.min(end - System.nanoTime(), backoff.next().toNanos());
            if (left <= 0 || givenUp.await(left, TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }

    /// Ends waiting; a client that is there stays.
    void giveUp() {
        givenUp.countDown();
    }

    private synchronized boolean made() {
        if (client == null) {
            try {
                client = maker.get();
            } catch (KafkaException e) {
                if (!ConnectionFault.isUnresolved(e)) {
                    throw e;
                }
            }
        }
        return client != null;
    }
}
