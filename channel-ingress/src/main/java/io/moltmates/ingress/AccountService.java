package io.moltmates.ingress;

import io.moltmates.schema.CommandRequest.FetchFiles;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.Topics;
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
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs the bot accounts of all adapters that have any; without such adapters it opens nothing.
@Singleton
public class AccountService {

    private static final Logger LOG = Logger.getLogger(AccountService.class);

    private final Map<String, Object> connection;
    private final List<AccountAdapter> adapters;
    private final LogWriter writer;
    private final IngressConfiguration settings;
    private volatile @Nullable AccountLeases leases;
    private boolean closed;

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

    /// Opens what accounts need as soon as there is one: who has none pays nothing.
    void start(@Observes StartupEvent event) {
        settings.onChange(_ -> open());
        open();
    }

    private synchronized void open() {
        if (leases == null
                && !closed
                && adapters.stream().anyMatch(adapter -> !adapter.accounts().isEmpty())) {
            leases = AccountLeases.open(
                    connection,
                    adapters,
                    writer.log(),
                    () -> settings.get().messages().maxAge());
        }
    }

    /// Whether this channel's messages are delivered under leases.
    boolean serves(String channel) {
        return adapters.stream().anyMatch(adapter -> adapter.channel().equals(channel));
    }

    /// How each account is, by channel and account.
    Map<String, String> states() {
        var states = new TreeMap<String, String>();
        for (var adapter : adapters) {
            adapter.states().forEach((account, state) -> states.put(adapter.channel() + " " + account, state));
        }
        return states;
    }

    void progress(LiveEvent event) {
        var open = leases;
        if (open != null) {
            open.progress(event);
        }
    }

    /// Fetches files on a thread of its own, and answers, if this replica works for their account.
    void fetch(FetchFiles request) {
        var open = leases;
        if (open == null) {
            return;
        }
        Thread.ofVirtual().name("fetch-files").start(() -> {
            try {
                open.fetch(request)
                        .ifPresent(files -> answer(new CommandResult.Files(request.id(), request.user(), files)));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.errorf(e, "files not fetched: messageId=%s", request.message());
                answer(new CommandResult.Failure(request.id(), request.user(), "The files could not be fetched."));
            }
        });
    }

    private void answer(CommandResult result) {
        var _ = writer.write(Topics.COMMAND_RESULTS, result).exceptionally(failure -> {
            LOG.warnf("answer lost, it will be asked for again: command=%s error=%s", result.id(), failure);
            return null;
        });
    }

    @PreDestroy
    synchronized void close() {
        closed = true;
        var open = leases;
        if (open != null) {
            open.close();
        }
    }
}
