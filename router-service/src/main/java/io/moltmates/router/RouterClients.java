package io.moltmates.router;

import io.moltmates.schema.PairingRecord;
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
import java.util.concurrent.CompletionStage;

/// Opens what the router talks with: the log, its tables and the configuration; closes them at the end.
@Singleton
class RouterClients {

    private final Map<String, Object> connection;
    private final TopicWriter writer;
    private final TableReader<UserRecord> users;
    private final TableReader<PairingRecord> pairingRows;
    private final Pairings pairings = new Pairings();
    private final PairingUpkeep upkeep;
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
        users = TableReader.open(connection, "router-users", Topics.USERS, (_, _) -> {});
        pairingRows = TableReader.open(connection, "router-pairings", Topics.PAIRINGS, pairings::observed);
        router = new Router(config::current, this::user, pairings, table);
        upkeep = new PairingUpkeep(pairings, this::user, writer);
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

    PairingCommands pairingCommands() {
        return new PairingCommands(pairings, this::user, users::all);
    }

    private Optional<UserRecord> user(UserId id) {
        return users.find(id.value());
    }

    /// Completed when the tables can be trusted.
    CompletionStage<Void> ready() {
        return users.ready().thenCombine(pairingRows.ready(), (read, _) -> read);
    }

    /// Completed when the tables hold all that lies in their topics at the moment of the call.
    CompletionStage<Void> upToDate() {
        return users.upToDate().thenCombine(pairingRows.upToDate(), (read, _) -> read);
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
        users.close();
        config.close();
        writer.close();
    }
}
