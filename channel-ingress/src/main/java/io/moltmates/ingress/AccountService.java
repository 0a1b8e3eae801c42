package io.moltmates.ingress;

import io.moltmates.schema.LiveEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs the bot accounts of all adapters that have any; without such adapters it opens nothing.
@Singleton
public class AccountService {

    private final Map<String, Object> connection;
    private final List<AccountAdapter> adapters;
    private final LogWriter writer;
    private final IngressConfiguration settings;
    private volatile @Nullable AccountLeases leases;

    @Inject
    AccountService(
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            @Any Instance<AccountAdapter> adapters,
            LogWriter writer,
            IngressConfiguration settings) {
        this.connection = connection;
        this.adapters = adapters.stream().toList();
        this.writer = writer;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        if (!adapters.isEmpty()) {
            leases = AccountLeases.open(
                    connection,
                    adapters,
                    writer.log(),
                    () -> settings.get().messages().maxAge());
        }
    }

    /// Whether this channel's messages are delivered under leases.
    boolean serves(String channel) {
        var open = leases;
        return open != null && open.serves(channel);
    }

    void progress(LiveEvent event) {
        var open = leases;
        if (open != null) {
            open.progress(event);
        }
    }

    @PreDestroy
    void close() {
        var open = leases;
        if (open != null) {
            open.close();
        }
    }
}
