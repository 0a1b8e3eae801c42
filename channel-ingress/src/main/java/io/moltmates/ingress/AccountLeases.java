package io.moltmates.ingress;

import io.moltmates.schema.AccountLease;
import io.moltmates.schema.CommandRequest.FetchFiles;
import io.moltmates.schema.CommandResult.FetchedFile;
import io.moltmates.schema.DeliveryRecord;
import io.moltmates.schema.Ids;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.kafka.PartitionLeases;
import io.moltmates.schema.kafka.TopicTail;
import io.moltmates.schema.kafka.TopicWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Shares out the bot accounts among the replicas of channel-ingress: an account belongs to a partition of the accounts
/// topic, and who is assigned the partition works for it.
///
/// The design and its limits: `docs/adr/0016-a-lease-is-a-partition.md`. Thread-safe.
public final class AccountLeases implements PartitionLeases.Holder, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AccountLeases.class);
    private static final String GROUP = "moltmate-ingress-accounts";
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration FORGET = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final Map<String, AccountAdapter> adapters;
    private final TopicWriter writer;
    private final Supplier<Duration> maxAge;
    private final DeliveryLedger ledger = new DeliveryLedger();
    private final TopicTail deliveries;
    private final PartitionLeases leases;
    private final AccountWork.Clients clients;
    private final Map<UserId, AccountWork> working = new HashMap<>();
    private final Set<Integer> granted = new HashSet<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private AccountLeases(
            Map<String, ?> connection,
            Collection<? extends AccountAdapter> adapters,
            TopicWriter writer,
            Supplier<Duration> maxAge) {
        this.adapters =
                adapters.stream().collect(Collectors.toUnmodifiableMap(AccountAdapter::channel, Function.identity()));
        this.writer = writer;
        this.maxAge = maxAge;
        deliveries = TopicTail.open(
                connection, "ingress-deliveries", List.of(Topics.DELIVERIES.name()), TopicTail.From.START, this::note);
        leases = PartitionLeases.open(connection, GROUP, Topics.ACCOUNTS, this);
        clients = new AccountWork.Clients(
                connection, "r" + Ids.random(10), leases, writer, ledger, deliveries::upToDate, maxAge);
        Thread.ofPlatform().daemon().name("account-leases").start(this::look);
    }

    /// @param adapters of platforms with bot accounts
    /// @param maxAge after which a message is not delivered any more
    public static AccountLeases open(
            Map<String, ?> connection,
            Collection<? extends AccountAdapter> adapters,
            TopicWriter writer,
            Supplier<Duration> maxAge) {
        return new AccountLeases(connection, adapters, writer, maxAge);
    }

    /// Whether this channel's messages are delivered under leases.
    public boolean serves(String channel) {
        return adapters.containsKey(channel);
    }

    /// Shows how an answer grows, if this replica works for the account.
    public void progress(LiveEvent event) {
        var address = event.address();
        if (address.account() != null && serves(address.channel())) {
            AccountWork work;
            synchronized (this) {
                work = working.get(AccountLease.user(address.channel(), address.account()));
            }
            if (work != null) {
                work.progress(event);
            }
        }
    }

    /// Fetches files if this replica works for the account; empty if another one does. Blocks.
    Optional<List<FetchedFile>> fetch(FetchFiles request) throws InterruptedException {
        var address = request.address();
        AccountWork work = null;
        synchronized (this) {
            if (address.account() != null && serves(address.channel())) {
                work = working.get(AccountLease.user(address.channel(), address.account()));
            }
        }
        return work == null ? Optional.empty() : work.fetch(request);
    }

    @Override
    public synchronized void granted(Set<Integer> partitions) {
        granted.addAll(partitions);
    }

    @Override
    public void ended(Set<Integer> partitions) {
        List<UserId> ending;
        synchronized (this) {
            granted.removeAll(partitions);
            ending = working.entrySet().stream()
                    .filter(entry -> partitions.contains(entry.getValue().partition()))
                    .map(Map.Entry::getKey)
                    .toList();
        }
        stop(ending);
    }

    private void look() {
        long forgotten = System.nanoTime();
        try {
            while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    settle();
                } catch (RuntimeException e) {
                    LOG.errorf(e, "accounts can't be looked at, trying again");
                }
                if (System.nanoTime() - forgotten > FORGET.toNanos()) {
                    forgotten = System.nanoTime();
                    ledger.forget(Instant.now().minus(maxAge.get()).minus(GRACE));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Begins to work for accounts that are configured and leased, and ends it for those that are not configured any
    /// more.
    private void settle() {
        var configured = new HashSet<UserId>();
        for (var adapter : adapters.values()) {
            for (String account : adapter.accounts()) {
                if (isAsConfigured(adapter, account)) {
                    configured.add(AccountLease.user(adapter.channel(), account));
                    begin(adapter, account);
                }
            }
        }
        List<UserId> gone;
        synchronized (this) {
            gone = working.keySet().stream()
                    .filter(account -> !configured.contains(account))
                    .toList();
        }
        stop(gone);
    }

    /// Whether the account is to be worked for with what it is worked for now.
    private boolean isAsConfigured(AccountAdapter adapter, String account) {
        AccountWork work;
        synchronized (this) {
            work = working.get(AccountLease.user(adapter.channel(), account));
        }
        return work == null || work.settings().equals(adapter.settings(account));
    }

    private synchronized void begin(AccountAdapter adapter, String account) {
        var user = AccountLease.user(adapter.channel(), account);
        int partition = leases.partitionOf(user.value());
        if (granted.contains(partition) && !working.containsKey(user)) {
            var work = new AccountWork(adapter, account, partition, clients);
            working.put(user, work);
            work.start();
        }
    }

    /// Side by side; an account can be worked for again when its work has ended.
    private void stop(Collection<UserId> accounts) {
        var threads = new ArrayList<Thread>();
        for (var account : accounts) {
            threads.add(Thread.ofVirtual().name("stop-" + account).start(() -> {
                AccountWork work;
                synchronized (this) {
                    work = working.get(account);
                }
                if (work != null) {
                    work.stop();
                    synchronized (this) {
                        working.remove(account, work);
                    }
                }
            }));
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (var thread : threads) {
                var _ = thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Keeps what the topic says of deliveries under leases; those of other channels are nothing to remember.
    private void note(ConsumerRecord<String, byte[]> entry) {
        if (entry.value() == null) {
            ledger.remove(entry.key());
            return;
        }
        try {
            var record = RecordCodec.read(entry.value(), DeliveryRecord.class);
            if (!serves(record.address().channel())) {
                return;
            }
            ledger.take(record).ifPresent(this::writeAgain);
        } catch (MalformedRecordException e) {
            LOG.errorf("record skipped: topic=%s offset=%d error=%s", entry.topic(), entry.offset(), e.getMessage());
        }
    }

    private void writeAgain(DeliveryRecord settled) {
        boolean ours;
        synchronized (this) {
            var address = settled.address();
            ours = address.account() != null
                    && working.containsKey(AccountLease.user(address.channel(), address.account()));
        }
        if (ours) {
            LOG.infof("an intent of an earlier lease came late: delivery=%s", settled.id());
            var _ = writer.write(Topics.DELIVERIES, settled, null).exceptionally(failure -> {
                LOG.warnf("receipt not written again: delivery=%s error=%s", settled.id(), failure);
                return null;
            });
        }
    }

    /// Ends all work, then gives the leases to the other replicas at once.
    @Override
    public void close() {
        closing.countDown();
        leases.close();
        deliveries.close();
    }
}
