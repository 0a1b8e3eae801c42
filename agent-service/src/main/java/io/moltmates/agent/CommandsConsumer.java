package io.moltmates.agent;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/// Answers questions about sessions and history, and drafts personas; lets pass what others answer. Every question has
/// one answer, a failure among them.
@ApplicationScoped
class CommandsConsumer {

    private static final Logger LOG = Logger.getLogger(CommandsConsumer.class);
    private static final int AT_ONCE = 8;

    private static final String GROUP = "moltmate-agent-commands";

    private final AgentService service;
    private final RecordSpans spans = new RecordSpans(Tracing.of("agent-service"));
    private final Histories histories;
    private final PersonaDrafts drafts;
    private final UsageList usage;
    private final Semaphore room = new Semaphore(AT_ONCE);

    @Inject
    CommandsConsumer(AgentService service) {
        this.service = service;
        this.histories = new Histories(service.parts().people());
        this.usage = new UsageList(service.parts(), histories);
        this.drafts = new PersonaDrafts(service.parts().models());
    }

    @Incoming("agent-commands")
    CompletionStage<Void> accept(Message<byte[]> message) {
        var entry = entry(message);
        var span = spans.processing(entry, GROUP);
        CommandRequest request;
        try {
            request = RecordCodec.read(entry.value(), CommandRequest.class);
        } catch (MalformedRecordException | IllegalArgumentException e) {
            span.failed(e.getClass().getSimpleName()).close();
            LOG.errorf(e, "record is malformed: topic=%s offset=%d", entry.topic(), entry.offset());
            var office = new GivenUp(service.sink());
            GivenUp.insist(() -> office.keep(Topics.COMMANDS.deadLetters(), entry, e, 1), () -> {
                var _ = message.ack();
            });
            return CompletableFuture.completedStage(null);
        }
        if (request.owner() != CommandRequest.Owner.AGENT) {
            span.close();
            return message.ack();
        }
        Thread.ofVirtual().name("agent-command").start(() -> answer(request, span, message));
        return CompletableFuture.completedStage(null);
    }

    private void answer(CommandRequest request, Span span, Message<byte[]> message) {
        room.acquireUninterruptibly();
        try (span;
                var _ = CurrentTrace.enter(span.context())) {
            Waiting.written(service.sink().write(Topics.COMMAND_RESULTS, answer(request), span.context()));
        } catch (TransientException e) {
            LOG.warnf(e, "answer not written: command=%s", request.id()); // whoever asked asks again
        } finally {
            room.release();
            var _ = message.ack();
        }
    }

    private CommandResult answer(CommandRequest request) {
        try {
            return switch (request) {
                case CommandRequest.GetHistory history -> histories.history(history);
                case CommandRequest.ListSessions sessions -> histories.sessions(sessions);
                case CommandRequest.DraftPersona draft -> drafts.draft(draft);
                case CommandRequest.GetUsage asked -> usage.answer(asked);
                case CommandRequest.ExportSession asked -> histories.export(asked);
                case CommandRequest.GetOnboarding _,
                        CommandRequest.GetPerson _,
                        CommandRequest.ListPeople _,
                        CommandRequest.ChangeSetting _,
                        CommandRequest.FetchFiles _,
                        CommandRequest.ListPairings _,
                        CommandRequest.DecidePairing _,
                        CommandRequest.GetAccess _,
                        CommandRequest.ForgetDecision _,
                        CommandRequest.ControlPerson _,
                        CommandRequest.DeletePerson _,
                        CommandRequest.MoveAddress _ ->
                    throw new IllegalStateException("Somebody else answers " + request.id());
            };
        } catch (IOException | RuntimeException e) {
            LOG.errorf(e, "command failed: userId=%s command=%s", request.user(), request.id());
            return new CommandResult.Failure(request.id(), request.user(), "This can't be read right now.");
        }
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are set by this module
    private static ConsumerRecord<String, byte[]> entry(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("The channel agent-commands is not read from Kafka"))
                .getRecord();
    }
}
