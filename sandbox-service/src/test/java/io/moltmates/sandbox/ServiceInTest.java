package io.moltmates.sandbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.files.FileLimits;
import io.moltmates.sandbox.files.PersonFiles;
import io.moltmates.sandbox.files.Quotas;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.Cancel;
import io.moltmates.schema.SandboxRequest.Exec;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ExecConfig;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The service between a log and a runtime that are fakes, with people who have files.
final class ServiceInTest {

    static final UserId ALICE = new UserId("web_alice");
    static final UserId BOB = new UserId("web_bob");

    final StateLayout layout;
    final FakeRuntime runtime = new FakeRuntime();
    final RecordedResults results = new RecordedResults();
    private final List<CompletableFuture<Void>> sent = new CopyOnWriteArrayList<>();
    private volatile SandboxConfig config = SandboxConfig.DEFAULT;
    private Duration patience = Duration.ofSeconds(20);
    private OwnerLease lease;
    private SandboxRequests requests;
    private SandboxRequestConsumer consumer;

    ServiceInTest(Path state) throws IOException {
        layout = new StateLayout(state);
        for (var user : List.of(ALICE, BOB)) {
            Files.createDirectories(layout.person(user).workspace());
            Files.write(
                    layout.person(user).person(),
                    RecordCodec.write(new PersonFile(user, "i1", null, List.of(), Map.of(), Instant.EPOCH)));
        }
        lease = EarlierLife.lease(layout);
        requests = requests();
        consumer = new SandboxRequestConsumer(requests, results);
    }

    private SandboxRequests requests() {
        return new SandboxRequests(
                layout,
                () -> new SandboxSettings(config, ExecConfig.DEFAULT, false),
                new PersonFiles(layout, null, FileLimits.DEFAULT, Quotas.ofMegabytes(() -> config.workspaceMb())),
                runtime,
                new StepRecords(layout.sandbox(), lease, () -> false),
                patience);
    }

    /// As after a crash: what is on the disk stays.
    void restart() {
        lease.close();
        lease = EarlierLife.lease(layout);
        requests = requests();
        consumer = new SandboxRequestConsumer(requests, results);
    }

    /// As when the broker gives a partition to another one; all requests here are of partition 0.
    void move(int partition) {
        consumer.moved(Set.of(partition), _ -> true);
    }

    /// How long steps of others are waited for from now on.
    void patience(Duration limit) {
        patience = limit;
        requests = requests();
        consumer = new SandboxRequestConsumer(requests, results);
    }

    void parallel(int commands) {
        config = new SandboxConfig(
                config.mode(),
                config.scope(),
                config.network(),
                config.docker(),
                config.workspaceMb(),
                config.idle(),
                config.maxAge(),
                commands,
                config.pool());
        requests.settingsChanged();
    }

    CompletableFuture<Void> send(SandboxRequest request) {
        var entry = new ConsumerRecord<>("moltmate.sandbox.requests", 0, 0L, request.key(), RecordCodec.write(request));
        var answered = consumer.process(entry).toCompletableFuture();
        sent.add(answered);
        return answered;
    }

    CompletableFuture<Void> run(UserId user, String id, String line) {
        return send(exec(user, id, line));
    }

    void cancel(UserId user, String id) {
        await(send(new Cancel(id + ".cancel", user, "i1", id)));
    }

    /// Lets all that runs end.
    void finish() {
        runtime.letGo.complete(null);
        sent.forEach(ServiceInTest::await);
    }

    static Exec exec(UserId user, String id, String line) {
        return new Exec(id, user, "i1", "s1", line, List.of(), 0);
    }

    /// The one outcome of a step that is to be answered at once.
    SandboxOutcome soon(CompletableFuture<Void> answered, String id) {
        assertThat(answered).succeedsWithin(Duration.ofSeconds(1));
        return results.outcomes(id).getLast();
    }

    static void await(CompletableFuture<Void> done) {
        assertThat(done).succeedsWithin(10, SECONDS);
    }
}
