package io.moltmates.persona;

import io.moltmates.schema.MalformedRecordException;
import io.moltmates.schema.OnboardingMessage;
import io.moltmates.schema.RecordCodec;
import io.moltmates.schema.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/// Reads messages of people who choose, and hands each to its writer's lane.
@Singleton
class OnboardingConsumer {

    private static final String GROUP = "moltmate-persona";

    private final OnboardingService onboarding;
    private final Lanes lanes;
    private final LaneWork work;

    @Inject
    OnboardingConsumer(PersonaClients clients) {
        onboarding = clients.onboarding();
        lanes = clients.lanes();
        work = new LaneWork(clients.sink(), Topics.ONBOARDING);
    }

    @Incoming("persona-onboarding")
    CompletionStage<Void> accept(Message<byte[]> message) {
        var span = work.begin(message, GROUP);
        try {
            var received = RecordCodec.read(message.getPayload(), OnboardingMessage.class);
            lanes.submit(
                    received.user(), () -> work.run(message, span, () -> onboarding.handle(received, span.context())));
        } catch (MalformedRecordException | NullPointerException e) { // a record without a message or a user
            work.bury(message, span, e, 1);
        }
        return CompletableFuture.completedStage(null);
    }
}
