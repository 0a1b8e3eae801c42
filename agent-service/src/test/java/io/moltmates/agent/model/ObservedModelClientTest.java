package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.moltmates.agent.model.ModelAnswer.FinishReason;
import io.moltmates.agent.model.ModelAnswer.Usage;
import io.moltmates.agent.model.ModelMessage.UserMessage;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservedModelClientTest {

    private static final URI ENDPOINT = URI.create("https://api.example/v1");
    private static final ModelRequest REQUEST =
            new ModelRequest(new ModelRequest.SystemPrompt("", ""), List.of(new UserMessage("hi")), List.of());

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void measure() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void stop() {
        Metrics.removeRegistry(registry);
    }

    @Test
    void countsTheTokensOfAModelByItsName() {
        var reference = new ModelReference("observed", "known");
        var _ = new ObservedModelClient(answering(reference), reference, ENDPOINT, true)
                .answer(REQUEST, ModelListener.silent(), new Cancellation());

        assertThat(tokens("observed", "known", "input")).isEqualTo(11);
        assertThat(tokens("observed", "known", "output")).isEqualTo(5);
        assertThat(registry.get("gen_ai.client.operation.time_to_first_chunk")
                        .tag("gen_ai.provider.name", "observed")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void modelsThatPeopleNameAreOneAsFarAsLabelsGo() {
        for (int person = 0; person < 50; person++) {
            var reference = new ModelReference("free", "model-of-" + person);
            var _ = new ObservedModelClient(answering(reference), reference, ENDPOINT, false)
                    .answer(REQUEST, ModelListener.silent(), new Cancellation());
            var nowhere = new ModelReference("provider-of-" + person, "m");
            var _ = new ObservedModelClient(answering(nowhere), nowhere, null, false)
                    .answer(REQUEST, ModelListener.silent(), new Cancellation());
        }

        assertThat(tokens("free", "other", "input")).isEqualTo(50 * 11);
        assertThat(tokens("other", "other", "input")).isEqualTo(50 * 11);
        assertThat(registry.find("gen_ai.client.token.usage")
                        .tag("gen_ai.request.model", "other")
                        .summaries())
                .hasSize(4);
    }

    @Test
    void aCallThatFailsIsCountedByItsFault() {
        var reference = new ModelReference("failing", "known");
        var client = new ObservedModelClient(
                (_, _, _) -> {
                    throw new ModelException(new ModelFault.RateLimited(null), "slower");
                },
                reference,
                ENDPOINT,
                true);

        assertThatThrownBy(() -> client.answer(REQUEST, ModelListener.silent(), new Cancellation()))
                .isInstanceOf(ModelException.class);
        assertThat(registry.get("gen_ai.client.operation.duration")
                        .tag("gen_ai.provider.name", "failing")
                        .tag("error.type", "RateLimited")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    private double tokens(String provider, String model, String type) {
        return registry.get("gen_ai.client.token.usage")
                .tag("gen_ai.provider.name", provider)
                .tag("gen_ai.request.model", model)
                .tag("gen_ai.token.type", type)
                .summary()
                .totalAmount();
    }

    private static ModelClient answering(ModelReference reference) {
        return (_, listener, _) -> {
            listener.onText("hello");
            return new ModelAnswer("hello", List.of(), new Usage(11, 5, 0, 0), FinishReason.STOP, reference);
        };
    }
}
