package io.moltmates.router;

import io.moltmates.schema.LinkRecord;
import io.moltmates.schema.LinkRecord.AddressMove;
import io.moltmates.schema.LinkRecord.MoveState;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.Topics;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.LiveConfig;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.TableReader;
import io.moltmates.schema.kafka.TopicWriter;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Opens what the router talks with: the log, its tables and the configuration; closes them at the end.
@Singleton
class RouterClients {

    private final Map<String, Object> connection;
    private final TopicWriter writer;
    private final TableReader<UserRecord> users;
    private final TableReader<PairingRecord> pairingRows;
    private final Pairings pairings = new Pairings();
    private final TableReader<LinkRecord> linkRows;
    private final Links links;
    private final HeldMessages held = new HeldMessages();
    private final PairingUpkeep upkeep;
    private final AdmittedPeople admitted = new AdmittedPeople();
    private final Removals removals;
    private final LiveConfig<RouterConfig> config;
    private final RoutingTable table = new RoutingTable();
    private final Router router;
    private volatile boolean closed;

    @Inject
    RouterClients(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        this.connection = connection;
        var environment = System.getenv();
        var layout = StateLayout.of(environment);
        config = LiveConfig.open(layout.configuration(), environment, RouterConfig::of);
        writer = new TopicWriter(connection, "router-service");
        links = new Links(config::current);
        users = TableReader.open(connection, "router-users", Topics.USERS, links::observedPerson);
        router = new Router(config::current, this::user, pairings, admitted, table, links);
        removals = new Removals(router, config.current(), users::all, pairings, admitted, links, writer);
        linkRows = TableReader.open(connection, "router-links", Topics.LINKS, this::linked);
        pairingRows = TableReader.open(connection, "router-pairings", Topics.PAIRINGS, this::paired);
        var _ = config.onChange(_ -> aside(() -> removals.changed(config.current())));
        upkeep = new PairingUpkeep(pairings, links.offers(), this::user, writer);
        upkeep.start(ready());
    }

    Map<String, Object> connection() {
        return connection;
    }

    RecordSink sink() {
        return writer;
    }

    Router router() {
        return router;
    }

    RoutingTable table() {
        return table;
    }

    HeldMessages held() {
        return held;
    }

    /// What was held for an address that has moved goes on, before anything that comes after it.
    private void linked(String key, Optional<LinkRecord> row) {
        synchronized (router) {
            links.observed(key, row);
            if (row.isPresent() && row.get() instanceof AddressMove move && move.state() != MoveState.MOVING) {
                held.release(move.user());
            }
        }
    }

    /// Other routers may have dealt with what comes now.
    void takenOver() {
        synchronized (router) {
            links.takenOver();
        }
    }

    /// Whether the onboarding of people may concern addresses in other partitions than theirs.
    boolean hasLinks() {
        return links.hasMoves();
    }

    PairingCommands pairingCommands() {
        return new PairingCommands(
                pairings, this::user, users::all, () -> config.current().channels());
    }

    AccessReport accessReport() {
        return new AccessReport(() -> config.current().channels(), users::all, pairings, admitted);
    }

    /// Says that there is nothing about this person any more.
    CompletionStage<Void> forget(UserId user) {
        return pairings.keys(user).stream()
                .map(key -> writer.delete(Topics.PAIRINGS, key))
                .reduce(CompletableFuture.completedStage(null), (one, other) -> one.thenCompose(_ -> other));
    }

    /// What a revocation stops has begun long after the start, when the table was read.
    private void paired(String key, Optional<PairingRecord> row) {
        pairings.observed(key, row);
        row.filter(decision -> decision.state() == State.REVOKED && isReady())
                .ifPresent(decision -> aside(() -> removals.revoked(decision.user())));
    }

    private boolean isReady() {
        var reading = pairingRows;
        return reading != null && reading.ready().toCompletableFuture().isDone();
    }

    /// Not on the thread that reads: the log may let us wait.
    private static void aside(Runnable work) {
        Thread.ofVirtual().name("router-removals").start(work);
    }

    private Optional<UserRecord> user(UserId id) {
        return users.find(id.value());
    }

    /// Completed when the tables can be trusted.
    CompletionStage<Void> ready() {
        return users.ready().thenCompose(_ -> pairingRows.ready()).thenCompose(_ -> linkRows.ready());
    }

    /// Completed when the tables hold all that lies in their topics at the moment of the call.
    CompletionStage<Void> upToDate() {
        return users.upToDate().thenCompose(_ -> pairingRows.upToDate()).thenCompose(_ -> linkRows.upToDate());
    }

    boolean isConnected() {
        return writer.isConnected();
    }

    boolean isClosed() {
        return closed;
    }

    @PreDestroy
    void close() {
        closed = true;
        upkeep.close();
        pairingRows.close();
        linkRows.close();
        users.close();
        config.close();
        writer.close();
    }
}
