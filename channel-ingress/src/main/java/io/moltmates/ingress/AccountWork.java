package io.moltmates.ingress;

import io.moltmates.schema.AccountLease;
import io.moltmates.schema.CommandRequest.FetchFiles;
import io.moltmates.schema.CommandResult.FetchedFile;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.PartitionLeases;
import io.moltmates.schema.kafka.PlacedReader;
import io.moltmates.schema.kafka.TopicWriter;
import io.moltmates.schema.telemetry.Names;
import io.moltmates.schema.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Works for one bot account from the moment its lease is granted until the lease ends: takes the lease in the log,
/// learns what was delivered before, then receives on one thread and delivers on others.
final class AccountWork implements AccountHold {

    private static final Logger LOG = Logger.getLogger(AccountWork.class);
    private static final Tracing TRACING = Tracing.of("channel-ingress");
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final AccountAdapter adapter;
    private final UserId account;
    private final int partition;
    private final Clients clients;
    private final Object settings;
    private final Thread thread;
    private volatile long epoch = -1;
    private volatile boolean stopped;
    private volatile @Nullable AccountConnection connection;

    /// What all accounts of a replica share.
    ///
    /// @param connection Kafka's client properties
    /// @param holder the replica's name
    /// @param known completed when the ledger holds all that is in the deliveries topic at the moment of the call
    record Clients(
            Map<String, ?> connection,
            String holder,
            PartitionLeases leases,
            TopicWriter writer,
            DeliveryLedger ledger,
            Supplier<CompletionStage<Void>> known,
            Supplier<Duration> maxAge) {}

    AccountWork(AccountAdapter adapter, String account, int partition, Clients clients) {
        this.adapter = adapter;
        this.account = AccountLease.user(adapter.channel(), account);
        this.partition = partition;
        this.clients = clients;
        settings = adapter.settings(account);
        thread = Thread.ofVirtual().name("account-" + this.account).unstarted(this::run);
    }

    int partition() {
        return partition;
    }

    /// What its connection was made with.
    Object settings() {
        return settings;
    }

    void start() {
        thread.start();
    }

    /// The lease ends, or the account is no longer configured: returns when nothing is done for it any more, or it does
    /// not let itself be interrupted within some seconds.
    void stop() {
        stopped = true;
        thread.interrupt();
        try {
            if (!thread.join(PATIENCE.plusSeconds(2))) {
                LOG.warnf("the poller does not let itself be interrupted: account=%s", account);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void progress(LiveEvent event) {
        var open = connection;
        if (open != null && isFresh()) {
            open.progress(event);
        }
    }

    /// Empty while there is no connection.
    Optional<List<FetchedFile>> fetch(FetchFiles request) throws InterruptedException {
        var open = connection;
        return open != null && isFresh() ? Optional.of(open.fetch(request)) : Optional.empty();
    }

    private void run() {
        try {
            epoch = claim();
            if (!awaitFresh()) {
                return;
            }
            get(clients.known().get());
            LOG.infof("account taken over: account=%s epoch=%d", account, epoch);
            work();
        } catch (InterruptedException _) {
            LOG.debugf("lease ended: account=%s", account);
        } catch (ExecutionException | RuntimeException e) {
            LOG.errorf(e, "account can't be worked for: account=%s", account);
        }
    }

    private long claim() throws InterruptedException {
        var lease = new AccountLease(account, account.channel(), account.platformId(), clients.holder(), Instant.now());
        while (true) {
            try {
                return get(clients.writer().append(Topics.ACCOUNTS, lease, null));
            } catch (ExecutionException e) {
                LOG.warnf("lease can't be taken, trying again: account=%s error=%s", account, e.getCause());
                Thread.sleep(FIRST_PAUSE);
            }
        }
    }

    private void work() throws InterruptedException {
        try (var open = adapter.connect(this)) {
            connection = open;
            var deliveries = new AccountDeliveries(
                    account,
                    this,
                    open,
                    adapter.dropsRepeated(),
                    clients.ledger(),
                    clients.writer(),
                    clients.maxAge(),
                    Instant::now);
            var reader = PlacedReader.open(
                    clients.connection(),
                    "moltmate-ingress-account-" + account,
                    "ingress-account-" + account,
                    Topics.EGRESS,
                    Instant.now().minus(clients.maxAge().get()),
                    deliveries::take);
            try {
                receive(open);
            } finally {
                boolean interrupted = Thread.interrupted(); // the ones below take their time
                deliveries.stop(PATIENCE);
                reader.close();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        } finally {
            connection = null;
            LOG.infof("account left: account=%s epoch=%d", account, epoch);
        }
    }

    private void receive(AccountConnection open) throws InterruptedException {
        var pause = FIRST_PAUSE;
        while (!stopped && awaitFresh()) {
            try {
                open.receive();
                pause = FIRST_PAUSE;
            } catch (IOException | RuntimeException e) {
                LOG.warnf("receiving failed, trying again: account=%s error=%s", account, e);
                Thread.sleep(pause.toMillis() / 2 + ThreadLocalRandom.current().nextLong(pause.toMillis() / 2 + 1));
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    @Override
    public String account() {
        return account.platformId();
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean isFresh() {
        return !stopped && clients.leases().isFresh(partition);
    }

    @Override
    public boolean awaitFresh() throws InterruptedException {
        return !stopped && clients.leases().awaitFresh(partition);
    }

    @Override
    public void publish(InboundMessage message) throws IOException, InterruptedException {
        if (!awaitFresh()) {
            throw new IOException("the lease of " + account + " has ended");
        }
        try (var span = TRACING.start("receive " + account.channel(), SpanKind.SERVER)
                .set(Names.CHANNEL, account.channel())
                .set(Names.MESSAGE, message.id())
                .set(Names.USER, message.user().value())) {
            get(clients.writer().write(Topics.INGRESS, message, span.context()));
        } catch (ExecutionException e) {
            throw new IOException("the message could not be written", e.getCause());
        }
    }

    @Override
    public Optional<String> platformMessageId(String deliveryId) {
        return clients.ledger().find(deliveryId).flatMap(row -> Optional.ofNullable(row.platformMessageId()));
    }

    private static <T> T get(CompletionStage<T> stage) throws InterruptedException, ExecutionException {
        return stage.toCompletableFuture().get();
    }
}
