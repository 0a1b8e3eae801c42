package io.moltmates.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.config.Dialect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever a provider does wrong on a real socket ends the call with the fault that it is, in each dialect.
class ProviderFaultsTest {

    private final ProviderDouble provider = ProviderDouble.start();
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void stop() {
        provider.close();
    }

    @ParameterizedTest
    @EnumSource
    void reportsAStreamThatBreaksOff(Dialect dialect) {
        assertThat(failure(dialect, "<<truncate>> one two").fault()).isInstanceOf(ModelFault.Truncated.class);
        assertThat(heard).isNotEmpty();
    }

    @Test
    void acceptsAnOpenAiStreamThatEndsAfterItsFinishReason() {
        var answer = Providers.client(Dialect.OPENAI, provider)
                .answer(Providers.asking("<<no-marker>> <<say Done.>>"), ModelListener.silent(), new Cancellation());

        assertThat(answer.text()).isEqualTo("Done.");
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingThatIsNotWantedAnyMore(Dialect dialect) {
        var unwanted = new Cancellation(() -> false);
        var client = Providers.client(dialect, provider);

        assertThatThrownBy(() -> client.answer(Providers.asking("hi"), ModelListener.silent(), unwanted))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.fault()).isInstanceOf(ModelFault.Cancelled.class));
        assertThat(provider.calls()).isZero();
    }

    @Test
    void repeatsNothingThatIsNotWantedAnyMore() {
        var once = new Cancellation(() -> provider.calls() == 0);
        var client = new FallbackModelClient(List.of(new Models.Choice(
                new ModelReference("openai", "double"),
                new ModelProfile(100_000, 8_192, true, true, false),
                Providers.client(Dialect.OPENAI, provider))));

        assertThatThrownBy(() -> client.answer(Providers.asking("<<status 503 0>>"), ModelListener.silent(), once))
                .isInstanceOf(ModelException.class);
        assertThat(provider.calls()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void cutsAProviderThatNeverBegins(Dialect dialect) {
        assertThat(failure(dialect, "<<stall-first>>").fault()).isInstanceOf(ModelFault.Stalled.class);
        await().until(() -> provider.abandoned() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void cutsAStreamThatFallsSilent(Dialect dialect) {
        assertThat(failure(dialect, "<<stall-middle>> one two three four").fault())
                .isInstanceOf(ModelFault.Stalled.class);
        assertThat(heard).isNotEmpty();
        await().until(() -> provider.abandoned() == 1);
    }

    @ParameterizedTest
    @EnumSource
    void cutsAStreamThatNeverEnds(Dialect dialect) {
        var limits = new ModelTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(500));
        var client = Providers.client(dialect, provider.url(), limits);

        assertThat(failure(client, "<<slow 100>> a b c d e f g h i j k l m n o p")
                        .fault())
                .isInstanceOf(ModelFault.Stalled.class);
    }

    @ParameterizedTest
    @EnumSource
    void reportsAnErrorInsideTheStream(Dialect dialect) {
        assertThat(failure(dialect, "<<error api_error>> one two three four").fault())
                .isInstanceOf(ModelFault.ProviderError.class);
        assertThat(heard).isNotEmpty();
    }

    @Test
    void tellsAnOverloadInsideTheStream() {
        assertThat(failure(Dialect.ANTHROPIC, "<<error overloaded_error>> one two")
                        .fault())
                .isInstanceOf(ModelFault.Overloaded.class);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhenToComeBack(Dialect dialect) {
        assertThat(failure(dialect, "<<status 429 7>>").fault())
                .isEqualTo(new ModelFault.RateLimited(Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @EnumSource
    void tellsAServerInTroubleFromAWrongKey(Dialect dialect) {
        assertThat(failure(dialect, "<<status 500>>").fault()).isInstanceOf(ModelFault.Overloaded.class);
        assertThat(failure(dialect, "<<status 529 3>>").fault())
                .isEqualTo(new ModelFault.Overloaded(Duration.ofSeconds(3)));
        assertThat(failure(dialect, "<<status 401>>").fault()).isInstanceOf(ModelFault.Unauthorized.class);
        assertThat(failure(dialect, "<<status 404>>").fault()).isInstanceOf(ModelFault.NoSuchModel.class);
    }

    @ParameterizedTest
    @EnumSource
    void takesAProxysPageForAnOverload(Dialect dialect) {
        var failure = failure(dialect, "<<html>>");

        assertThat(failure.fault()).isInstanceOf(ModelFault.Overloaded.class);
        assertThat(failure).hasMessageContaining("502 Bad Gateway");
    }

    @ParameterizedTest
    @EnumSource
    void reportsAConnectionThatClosesWithoutAWord(Dialect dialect) {
        assertThat(failure(dialect, "<<drop>>").fault()).isInstanceOf(ModelFault.Unreachable.class);
    }

    @ParameterizedTest
    @EnumSource
    void reportsThatNobodyIsThere(Dialect dialect) {
        provider.close();

        assertThat(failure(dialect, "hello").fault()).isInstanceOf(ModelFault.Unreachable.class);
    }

    @ParameterizedTest
    @EnumSource
    void closesTheSocketAtACancellation(Dialect dialect) {
        var cancellation = new Cancellation();
        var client = Providers.client(dialect, provider.url(), ModelTimeouts.DEFAULT);
        var running = CompletableFuture.supplyAsync(
                () -> client.answer(Providers.asking("<<stall-middle>> one two three four"), heard::add, cancellation));
        await().until(() -> !heard.isEmpty());

        cancellation.cancel();

        await().atMost(Duration.ofSeconds(5)).until(() -> provider.abandoned() == 1);
        assertThat(running)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.fault()).isInstanceOf(ModelFault.Cancelled.class));
    }

    @ParameterizedTest
    @EnumSource
    void cancelsACallThatHasNotBegunToAnswer(Dialect dialect) {
        var cancellation = new Cancellation();
        var client = Providers.client(dialect, provider.url(), ModelTimeouts.DEFAULT);
        var running = CompletableFuture.supplyAsync(
                () -> client.answer(Providers.asking("<<stall-first>>"), heard::add, cancellation));
        await().until(() -> provider.calls() == 1);

        cancellation.cancel();

        await().atMost(Duration.ofSeconds(5)).until(() -> provider.abandoned() == 1);
        assertThat(running).failsWithin(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource
    void endsTheCallWithWhatTheListenerThrew(Dialect dialect) {
        var client = Providers.client(dialect, provider.url(), ModelTimeouts.DEFAULT);
        ModelListener failing = _ -> {
            throw new IllegalStateException("enough");
        };

        assertThatThrownBy(() -> client.answer(
                        Providers.asking("<<stall-middle>> one two three four"), failing, new Cancellation()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        await().until(() -> provider.abandoned() == 1);
    }

    @Test
    void neverAsksWhenAlreadyCancelled() {
        var cancellation = new Cancellation();
        cancellation.cancel();

        var failure = catchThrowableOfType(
                ModelException.class,
                () -> Providers.client(Dialect.OPENAI, provider)
                        .answer(Providers.asking("hello"), heard::add, cancellation));

        assertThat(failure.fault()).isInstanceOf(ModelFault.Cancelled.class);
        assertThat(provider.calls()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void showsThePersonNeitherKeyNorAddressNorTheProvidersWords(Dialect dialect) {
        for (var fault :
                List.of("<<status 401>>", "<<status 500>>", "<<error x>> a b", "<<truncate>> a b", "<<html>>")) {
            var failure = failure(dialect, fault);
            assertThat(failure.fault().sentence()).doesNotContain("http", "127.0.0.1", "double", Providers.KEY);
            assertThat(failure.toString()).doesNotContain(Providers.KEY);
        }
    }

    private ModelException failure(Dialect dialect, String text) {
        return failure(Providers.client(dialect, provider), text);
    }

    private ModelException failure(ModelClient client, String text) {
        return catchThrowableOfType(
                ModelException.class, () -> client.answer(Providers.asking(text), heard::add, new Cancellation()));
    }
}
