package io.moltmates.agent;

import io.moltmates.agent.TurnEndedException.Reason;
import io.moltmates.agent.model.Models;
import io.moltmates.schema.CloudEvents;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.SandboxResult;
import io.moltmates.schema.Topics;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.kafka.TopicTail;
import io.moltmates.schema.kafka.TopicWriter;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Tracing;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Puts the service together: opens what turns work with, follows the partitions that are ours, and closes all of it at
/// the end, when what runs is left to whoever comes next.
@ApplicationScoped
class AgentService {

    private static final Logger LOG = Logger.getLogger(AgentService.class);
    private static final long MOST_BYTES = 64L << 20;

    private final TopicWriter writer;
    private final ScheduledExecutorService timer;
    private final AgentParts parts;
    private final CommandClient commands;
    private final Lanes lanes;
    private final TopicTail sandboxResults;
    private final RecordSpans spans = new RecordSpans(Tracing.of("agent-service"));
    private final LaneWatch laneWatch = new LaneWatch();
    private final Set<Integer> partitions = new TreeSet<>();

    @Inject
    AgentService(
            @Identifier("default-kafka-broker") Map<String, Object> connection,
            AgentConfiguration configuration,
            Models models) {
        writer = new TopicWriter(connection, "agent-service");
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("agent-timer").factory());
        commands = new CommandClient(connection, writer);
        parts = new AgentParts(
                writer,
                new People(configuration.layout()),
                models,
                new SandboxClient(writer),
                timer,
                configuration::settings,
                Clock.systemUTC(),
                new TurnSlots(() -> configuration.settings().parallel()),
                commands,
                PriceList.builtIn());
        var journals = new Journals(configuration::settings, configuration.duplicateIndex());
        var runner = new TaskRunner(parts, journals, new Controls(parts, commands));
        lanes = new Lanes(configuration::settings, journals, runner, MOST_BYTES);
        sandboxResults = TopicTail.openUnassigned(
                connection,
                "agent-service-sandbox-results",
                List.of(Topics.SANDBOX_RESULTS.name()),
                TopicTail.From.END,
                this::take);
        var _ = timer.scheduleWithFixedDelay(
                () -> Thread.ofVirtual().name("agent-watch").start(this::watch), 1, 1, TimeUnit.SECONDS);
    }

    Lanes lanes() {
        return lanes;
    }

    AgentParts parts() {
        return parts;
    }

    boolean isConnected() {
        return writer.isConnected();
    }

    RecordSink sink() {
        return writer;
    }

    /// These people are ours from now on. Runs in the consumer's poll, so no turn of theirs asks the sandbox before its
    /// results are read; should that take too long, the turn asks again.
    synchronized void assigned(Collection<Integer> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        lanes.take(numbers);
        partitions.addAll(numbers);
        try {
            sandboxResults.partitions(partitions).toCompletableFuture().get(2, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("sandbox results are not read yet: partitions=%s error=%s", numbers, e);
        }
        LOG.debugf("partitions taken over: topic=%s partitions=%s", Topics.TURNS.name(), numbers);
    }

    /// These are somebody else's; what runs for them ends here, without outcome.
    synchronized void revoked(Collection<Integer> numbers) {
        if (numbers.isEmpty()) {
            return;
        }
        lanes.abandon(numbers); // first of all: somebody else may have them already
        partitions.removeAll(numbers);
        var _ = sandboxResults.partitions(partitions);
        LOG.debugf("partitions given up: topic=%s partitions=%s", Topics.TURNS.name(), numbers);
    }

    @PreDestroy
    void close() {
        lanes.close();
        timer.shutdownNow();
        sandboxResults.close();
        commands.close();
        writer.close();
    }

    private void take(ConsumerRecord<String, byte[]> entry) {
        var id = entry.headers().lastHeader(CloudEvents.ID);
        if (id != null && parts.sandbox().awaits(new String(id.value(), StandardCharsets.UTF_8))) {
            try (var _ = spans.processing(entry, null)) {
                parts.sandbox().take(RecordCodec.read(entry.value(), SandboxResult.class));
            }
        }
    }

    /// Ends turns that wait for something while their person's directory went away, or their journal got another
    /// writer.
    private void watch() {
        laneWatch.look(lanes.all());
        for (var lane : lanes.all()) {
            var running = lane.running();
            var journal = lane.journalIfOpen();
            if (running == null || journal == null || running.reason() != null) {
                continue;
            }
            try {
                if (!parts.people().isCurrent(lane.user(), journal.incarnation())) {
                    running.end(Reason.GONE);
                } else if (!journal.ours()) {
                    running.end(Reason.FENCED);
                }
            } catch (IOException e) {
                LOG.debugf(e, "could not look after a turn: userId=%s", lane.user());
            }
        }
    }
}
