package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.moltmates.agent.model.Models.Choice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Another question is asked only while the person has seen nothing.
class FallbackModelClientTest {

    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> heard = new ArrayList<>();

    @Test
    void asksAgainWhenAskingAgainMayHelp() {
        var client = chain(model("a", new ModelFault.Overloaded(Duration.ZERO), new ModelFault.Truncated(), null));

        assertThat(ask(client).text()).isEqualTo("a");
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksTheSameModelThreeTimesAtMost() {
        var overloaded = new ModelFault.Overloaded(Duration.ZERO);
        var client = chain(model("a", overloaded, overloaded, overloaded, null));

        assertThat(failure(client)).isEqualTo(overloaded);
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksTheNextModelWhenTheFirstCannotAnswer() {
        assertThat(ask(chain(model("a", new ModelFault.Unauthorized()), model("b", (ModelFault) null)))
                        .text())
                .isEqualTo("b");
        assertThat(asked).hasValue(2);
    }

    @Test
    void ratherAsksTheNextModelThanWaitLong() {
        var later = new ModelFault.RateLimited(Duration.ofSeconds(50));

        assertThat(ask(chain(model("a", later, null), model("b", (ModelFault) null)))
                        .text())
                .isEqualTo("b");
    }

    @Test
    void givesUpWhenTheProviderWantsALongerPauseThanThereIs() {
        var later = new ModelFault.RateLimited(Duration.ofMinutes(10));

        assertThat(failure(chain(model("a", later, null)))).isEqualTo(later);
        assertThat(asked).hasValue(1);
    }

    @Test
    void tellsTheFirstModelsFaultWhenNoneAnswers() {
        assertThat(failure(chain(model("a", new ModelFault.OutOfCredit()), model("b", new ModelFault.Unauthorized()))))
                .isInstanceOf(ModelFault.OutOfCredit.class);
    }

    @Test
    void asksNothingAgainOnceAWordWasShown() {
        ModelClient talkative = (_, listener, _) -> {
            asked.incrementAndGet();
            listener.onText("Hel");
            throw new ModelException(new ModelFault.Truncated(), "test");
        };
        var client = new FallbackModelClient(List.of(choice("a", talkative), model("b", (ModelFault) null)));

        assertThat(failure(client)).isInstanceOf(ModelFault.Truncated.class);
        assertThat(asked).hasValue(1);
        assertThat(heard).containsExactly("Hel");
    }

    @Test
    void stopsWaitingWhenCancelled() {
        var cancellation = new Cancellation();
        var client = chain(model("a", new ModelFault.RateLimited(Duration.ofSeconds(50)), null));
        var running =
                CompletableFuture.supplyAsync(() -> client.answer(Providers.asking("hello"), heard::add, cancellation));
        await().until(() -> asked.get() == 1);

        cancellation.cancel();

        assertThat(running)
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.fault()).isInstanceOf(ModelFault.Cancelled.class));
    }

    private ModelAnswer ask(ModelClient client) {
        return client.answer(Providers.asking("hello"), heard::add, new Cancellation());
    }

    private ModelFault failure(ModelClient client) {
        return catchThrowableOfType(ModelException.class, () -> ask(client)).fault();
    }

    private static FallbackModelClient chain(Choice... choices) {
        return new FallbackModelClient(List.of(choices));
    }

    /// Fails with these faults in turn; null is an answer, its own name.
    private Choice model(String name, @Nullable ModelFault... faults) {
        Iterator<@Nullable ModelFault> script = Arrays.asList(faults).iterator();
        return choice(name, (_, _, _) -> {
            asked.incrementAndGet();
            var fault = script.next();
            if (fault != null) {
                throw new ModelException(fault, "test");
            }
            return new ModelAnswer(
                    name,
                    List.of(),
                    ModelAnswer.Usage.NONE,
                    ModelAnswer.FinishReason.STOP,
                    new ModelReference("test", name));
        });
    }

    private static Choice choice(String name, ModelClient client) {
        return new Choice(new ModelReference("test", name), ModelProfile.UNKNOWN, client);
    }
}
