package io.moltmates.sandbox;

import io.moltmates.sandbox.docker.DockerSandboxRuntime;
import io.moltmates.sandbox.files.FileLimits;
import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.files.Quotas;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.LiveConfig;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.TopicWriter;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Opens what this service works with: the log, the configuration, the files and the containers; closes
/// them at the end.
@ApplicationScoped
class SandboxClients {

    private static final Logger LOG = Logger.getLogger(SandboxClients.class);

    /// The topics keep requests for a day; older ones nobody can ask again.
    private static final Duration RECORDS_KEPT = Duration.ofHours(25);

    private final LiveConfig<SandboxSettings> config;
    private final StateLayout layout;
    private final TopicWriter writer;
    private final OwnerLease lease;
    private final DockerSandboxRuntime runtime;
    private final SandboxRequests requests;
    private final ScheduledExecutorService housekeeping;

    @Inject
    SandboxClients(@Identifier("default-kafka-broker") Map<String, Object> connection) {
        var environment = System.getenv();
        layout = StateLayout.of(environment);
        var user = HostUser.current();
        config = LiveConfig.open(layout.configuration(), environment, SandboxSettings::of);
        writer = new TopicWriter(connection, "sandbox-service");
        lease = new OwnerLease(layout.sandbox().resolve(".owners"));
        runtime = new DockerSandboxRuntime(
                config::current,
                () -> touched(layout.configuration()),
                layout,
                user.containerUser(),
                environment,
                lease);
        var records =
                new StepRecords(layout.sandbox(), lease, () -> config.current().sync());
        requests = new SandboxRequests(
                layout,
                config::current,
                new PersonFiles(
                        layout,
                        user.workspaceOwner(),
                        FileLimits.DEFAULT,
                        Quotas.ofMegabytes(() -> config.current().sandbox().workspaceMb())),
                runtime,
                records);
        housekeeping = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sandbox-housekeeping").factory());
        config.onChange(_ -> {
            requests.settingsChanged();
            housekeeping.execute(() -> quietly(runtime::removeIdle));
        });
        housekeeping.execute(() -> quietly(runtime::removeLeftovers));
        every(Duration.ofSeconds(15), runtime::removeIdle);
        every(Duration.ofSeconds(15), runtime::removeLeftovers);
        every(Duration.ofHours(1), () -> records.removeOlderThan(Instant.now().minus(RECORDS_KEPT)));
    }

    StateLayout layout() {
        return layout;
    }

    boolean isConnected() {
        return writer.isConnected();
    }

    RecordSink sink() {
        return writer;
    }

    SandboxRequests requests() {
        return requests;
    }

    SandboxSettings settings() {
        return config.current();
    }

    Availability availability() {
        return runtime.availability();
    }

    private void every(Duration interval, Runnable task) {
        var _ = housekeeping.scheduleWithFixedDelay(
                () -> quietly(task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// When the file was saved; 0 if there is none.
    private static long touched(Path file) {
        return file.toFile().lastModified();
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warnf("housekeeping failed, goes on later: error=%s", e);
        }
    }

    @PreDestroy
    void close() {
        housekeeping.shutdownNow();
        runtime.close();
        lease.close();
        writer.close();
        config.close();
    }
}
