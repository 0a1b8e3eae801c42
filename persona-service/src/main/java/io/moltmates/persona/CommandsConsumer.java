package io.moltmates.persona;

import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TraceContext;
import io.moltmates.schema.kafka.RecordSink;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/// Reads questions and changes that other services and the command line ask for, and answers those that concern people.
@Singleton
class CommandsConsumer {

    private static final String GROUP = "moltmate-persona-commands";

    private final PersonCommands commands;
    private final Lanes lanes;
    private final RecordSink sink;
    private final LaneWork work;

    @Inject
    CommandsConsumer(PersonaClients clients) {
        commands = clients.commands();
        lanes = clients.lanes();
        sink = clients.sink();
        work = new LaneWork(clients.sink(), Topics.COMMANDS);
    }

    @Incoming("persona-commands")
    CompletionStage<Void> accept(Message<byte[]> message) {
        var span = work.begin(message, GROUP);
        try {
            var request = RecordCodec.read(message.getPayload(), CommandRequest.class);
            if (request.owner() != CommandRequest.Owner.PERSONA) {
                span.close();
                return message.ack();
            }
            Runnable answering = () -> work.run(message, span, () -> answer(request, span.context()));
            if (request instanceof CommandRequest.ChangeSetting
                    || request instanceof CommandRequest.MoveAddress
                    || request instanceof CommandRequest.DeletePerson) {
                lanes.submit(request.user(), answering); // a directory has one writer at a time
            } else {
                lanes.aside(answering);
            }
        } catch (MalformedRecordException | NullPointerException e) { // a record without a user
            work.bury(message, span, e, 1);
        }
        return CompletableFuture.completedStage(null);
    }

    private void answer(CommandRequest request, @Nullable TraceContext trace)
            throws IOException, InterruptedException, ExecutionException {
        var answer = commands.answer(request);
        if (answer.isPresent()) {
            sink.write(Topics.COMMAND_RESULTS, answer.get(), trace)
                    .toCompletableFuture()
                    .get();
        }
    }
}
