package io.moltmates.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.benchmarks.ProviderDouble;
import io.moltmates.schema.Topics;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two of each service in front of the assistants, as processes: who waits is answered wherever they wait, and one of
/// two may die.
class TwoReplicasIT {

    @TempDir
    Path directory;

    @Test
    void whoWaitsIsAnsweredThoughTheMessageWentAnotherWay() {
        try (var provider = ProviderDouble.start();
                var stack = ServiceStack.in(
                        directory,
                        TestConfiguration.models(provider) + "channels: { web: { allowFrom: ['alice'] } },");
                var browser = TestBrowser.start()) {
            stack.broker().start();
            var one = stack.start("channel-ingress");
            var other = stack.start("channel-ingress");
            var router = stack.start("router-service");
            stack.start("router-service").awaitReady();
            stack.start("persona-service").awaitReady();
            stack.start("persona-service").awaitReady();
            stack.start("agent-service").awaitReady();
            stack.start("sandbox-service").awaitReady();
            one.awaitReady();
            other.awaitReady();
            router.awaitReady();

            try (var here = browser.open(stack.link(one, "alice"));
                    var there = browser.open(stack.link(other, "alice"))) {
                here.say("Hello");
                there.awaitMessage("Molty - Direct and reliable"); // asked by way of one, shown at the other too
                there.choosePersona("Cami");
                assertThat(here.element("persona-name")).containsText("Cami");

                here.say("What is it? <<think 3000>> <<say a lizard>>");
                assertThat(there.own("What is it?")).hasCount(1, ChatPage.patience());
                router.kill9(); // whoever has her partition now, or takes it over
                here.awaitMessage("a lizard");
                there.awaitMessage("a lizard");
                there.say("And now? <<say the same>>");
                here.awaitMessage("the same");
                there.awaitMessage("the same");

                assertThat(here.messages("a lizard")).hasCount(1, ChatPage.patience());
                assertThat(there.messages("the same")).hasCount(1, ChatPage.patience());
                assertThat(here.problems()).isEmpty();
                assertThat(there.problems()).isEmpty();
            }

            // the same request at both: one is held here, one there, and both get the one answer
            String text = "Held. <<think 2000>> <<say both>>";
            var first = stack.api(one).asking("bob", text, "the-same");
            Awaitility.await().until(() -> provider.calls(text) == 1);
            var second = stack.api(other).asking("bob", text, "the-same");
            assertThat(first.orTimeout(90, TimeUnit.SECONDS).join().text()).isEqualTo("both");
            assertThat(second.orTimeout(90, TimeUnit.SECONDS).join().text()).isEqualTo("both");
            assertThat(provider.calls(text)).isEqualTo(1);
            assertAnsweredOnce(stack);
        }
    }

    /// Each message has one reply; a router that died before it could say what it did leads to the same one again,
    /// under
    /// the same id.
    private static void assertAnsweredOnce(ServiceStack stack) {
        try (var tap = new TopicTap(stack.broker().client())) {
            var replies = tap.on(Topics.EGRESS)
                    .map(TopicTap.Tapped::json)
                    .filter(message -> message.path("type").asText().equals("reply"))
                    .collect(Collectors.groupingBy(
                            message -> message.path("inReplyTo").asText(),
                            Collectors.mapping(message -> message.path("id").asText(), Collectors.toSet())));
            assertThat(replies)
                    .hasSize(4)
                    .allSatisfy((_, ids) -> assertThat(ids).hasSize(1));
        }
    }
}
