package io.moltmates.router;

import io.moltmates.schema.Address;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.kafka.RecordSink;
import io.moltmates.schema.telemetry.CurrentTrace;
import io.moltmates.schema.telemetry.RecordSpans;
import io.moltmates.schema.telemetry.Span;
import io.moltmates.schema.telemetry.Tracing;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/// Reads what the operator asks for and decides about strangers, and answers it; lets pass what others answer.
@Singleton
class CommandsConsumer {

    private static final Logger LOG = Logger.getLogger(CommandsConsumer.class);
    private static final String GROUP = "moltmate-router-commands";
    private static final int PATIENCE_SECONDS = 8;

    private final RouterClients clients;
    private final PairingCommands commands;
    private final AccessReport access;
    private final RecordSink sink;
    private final RecordSpans spans = new RecordSpans(Tracing.of("router-service"));

    @Inject
    CommandsConsumer(RouterClients clients) {
        this.clients = clients;
        this.commands = clients.pairingCommands();
        this.access = clients.accessReport();
        this.sink = clients.sink();
    }

    @Incoming("router-commands")
    CompletionStage<Void> accept(Message<byte[]> message) {
        var entry = entry(message);
        CommandRequest request;
        try {
            request = RecordCodec.read(entry.value(), CommandRequest.class);
        } catch (MalformedRecordException e) {
            // persona-service reads it too, and keeps it for the operator
            LOG.errorf("record can't be read: topic=%s offset=%d", entry.topic(), entry.offset());
            return message.ack();
        }
        if (request.owner() != CommandRequest.Owner.ROUTER) {
            return message.ack();
        }
        var span = spans.processing(entry, GROUP);
        Thread.ofVirtual().name("router-command").start(() -> answer(request, span, message));
        return CompletableFuture.completedStage(null);
    }

    /// Whoever asked asks again when there is no answer, so nothing is tried twice here.
    private void answer(CommandRequest request, Span span, Message<byte[]> message) {
        try (span;
                var _ = CurrentTrace.enter(span.context())) {
            await(clients.ready());
            await(clients.upToDate()); // another router may have shown the code a moment ago
            var answer = answer(request, span);
            if (answer.isPresent()) {
                await(sink.write(Topics.COMMAND_RESULTS, answer.get(), span.context()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            span.failed(e.getClass().getSimpleName());
            LOG.warnf(e, "not answered: command=%s", request.id());
        } finally {
            var _ = message.ack();
        }
    }

    /// Empty where agent-service answers.
    private Optional<CommandResult> answer(CommandRequest request, Span span)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (request) {
            case CommandRequest.ListPairings(var id, var user) ->
                Optional.of(new CommandResult.Pairings(id, user, commands.all(Instant.now())));
            case CommandRequest.GetAccess(var id, var user) ->
                Optional.of(new CommandResult.Access(id, user, access.of(user)));
            case CommandRequest.ForgetDecision(var id, var user) -> {
                await(clients.forget(user));
                yield Optional.of(new CommandResult.Done(id, user));
            }
            case CommandRequest.ControlPerson control -> control(control, span);
            case CommandRequest.DecidePairing decide -> Optional.of(decide(decide, span));
            case CommandRequest.GetHistory _,
                    CommandRequest.ListSessions _,
                    CommandRequest.DraftPersona _,
                    CommandRequest.GetOnboarding _,
                    CommandRequest.GetPerson _,
                    CommandRequest.ListPeople _,
                    CommandRequest.ChangeSetting _,
                    CommandRequest.MoveAddress _,
                    CommandRequest.GetUsage _,
                    CommandRequest.ExportSession _,
                    CommandRequest.DeletePerson _,
                    CommandRequest.FetchFiles _ ->
                throw new IllegalStateException("Somebody else answers " + request.id());
        };
    }

    private CommandResult decide(CommandRequest.DecidePairing decide, Span span)
            throws InterruptedException, ExecutionException, TimeoutException {
        return switch (commands.decide(decide, Instant.now())) {
            case PairingCommands.Decided.Refused(var reason) ->
                new CommandResult.Failure(decide.id(), decide.user(), reason);
            case PairingCommands.Decided.Done(var decision) -> {
                await(sink.write(Topics.PAIRINGS, decision, span.context()));
                if (decision.state() == State.APPROVED && decision.address().account() != null) {
                    await(sink.write(Topics.EGRESS, letIn(decision), span.context()));
                }
                LOG.infof("operator decided: userId=%s decision=%s", decision.user(), decision.state());
                yield new CommandResult.Done(decide.id(), decision.user());
            }
        };
    }

    /// Under the command's own id, under which the worker answers.
    private Optional<CommandResult> control(CommandRequest.ControlPerson asked, Span span)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!asked.control().isOperators()) {
            return Optional.of(new CommandResult.Failure(
                    asked.id(), asked.user(), asked.control() + " is for people, not for the operator."));
        }
        var user = asked.user();
        var address = Address.of(user.channel(), user.platformId());
        var control = new TurnControl(asked.id(), user, address, asked.control(), asked.argument(), Instant.now());
        await(sink.write(Topics.TURNS, control, span.context()));
        return Optional.empty();
    }

    private static Notice letIn(PairingRecord decision) {
        return new Notice(
                decision.id() + ".notice",
                decision.user(),
                decision.address(),
                null,
                Sentences.LET_IN,
                List.of(),
                null,
                null,
                decision.at());
    }

    private static void await(CompletionStage<Void> stage)
            throws InterruptedException, ExecutionException, TimeoutException {
        stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @SuppressWarnings("unchecked") // the channel's deserializers are set by this module
    private static ConsumerRecord<String, byte[]> entry(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("The channel router-commands is not read from Kafka"))
                .getRecord();
    }
}
