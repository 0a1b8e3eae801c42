package io.moltmates.agent;

import static io.moltmates.agent.TestAgent.ALICE;
import static io.moltmates.agent.TestAgent.BOB;
import static io.moltmates.agent.TestAgent.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.GroupPart;
import io.moltmates.schema.InboundMessage;
import io.moltmates.schema.OutboundMessage.Notice;
import io.moltmates.schema.OutboundMessage.Outcome;
import io.moltmates.schema.OutboundMessage.Reply;
import io.moltmates.schema.Topics;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnRequest;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.LimitsConfig;
import io.moltmates.schema.config.PriceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each answer of the scripted model takes 15 tokens.
class LimitsTest {

    private static final UserId GROUP = UserId.of("telegram", "-100");

    @TempDir
    Path root;

    TestAgent agent;

    @BeforeEach
    void start() {
        agent = new TestAgent(root).person(ALICE).person(BOB).person(GROUP);
        agent.clock.set("2025-11-22T20:55:00Z");
    }

    @AfterEach
    void stop() {
        agent.close();
    }

    private Reply ask(UserId user, String id) {
        await(agent.send(user, id, "Hi"));
        return agent.log.replies().getLast();
    }

    private Reply askInGroup(UserId speaker, String id) {
        var plain = TestAgent.message(GROUP, id, "Hi");
        await(agent.accept(new TurnRequest(new InboundMessage(
                plain.id(),
                GROUP,
                plain.address(),
                "",
                "Hi",
                List.of(),
                null,
                false,
                plain.receivedAt(),
                new GroupPart(speaker, "Group", true, false),
                null,
                null,
                List.of()))));
        return agent.log.replies().getLast();
    }

    private List<Notice> notices() {
        return agent.log.of(Notice.class);
    }

    @Test
    void thereAreNoneUnlessTheOperatorSaysSo() {
        agent.set(settings -> settings.limits(LimitsConfig.DEFAULT));

        for (int i = 0; i < 20; i++) {
            assertThat(ask(ALICE, "m" + i).outcome()).isEqualTo(Outcome.ANSWERED);
        }
        assertThat(notices()).isEmpty();
    }

    @Test
    void aDayThatIsUsedUpIsRefusedWithWhenItGoesOn() {
        agent.set(settings -> settings.limits(0, 30, 0));
        var _ = ask(ALICE, "1");
        var _ = ask(ALICE, "2");

        var refused = ask(ALICE, "3");

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.text()).contains("30 tokens", "at 00:00 UTC, in 3 h 5 min");
        assertThat(agent.model.calls()).isEqualTo(2);
    }

    @Test
    void whatWasUsedIsKnownAfterARestartAndInANewSession() {
        agent.set(settings -> settings.limits(0, 30, 0));
        var _ = ask(ALICE, "1");
        await(agent.send(ALICE, "new", Control.NEW, ""));
        var _ = ask(ALICE, "2");
        agent.restart();

        assertThat(ask(ALICE, "3").outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theNextDayBeginsAnew() {
        agent.set(settings -> settings.limits(0, 15, 0));
        var _ = ask(ALICE, "1");
        agent.clock.forward(Duration.ofHours(4));

        assertThat(ask(ALICE, "2").outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void nobodyPaysForAnother() {
        agent.set(settings -> settings.limits(0, 15, 0));
        var _ = ask(ALICE, "1");

        assertThat(ask(BOB, "1").outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void onePersonMayHaveAnother() {
        agent.set(settings -> settings.limits(0, 15, 0).tokensPerDay("alice", 0));
        var _ = ask(ALICE, "1");
        var _ = ask(BOB, "1");

        assertThat(ask(ALICE, "2").outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(ask(BOB, "2").outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void aPersonIsToldOnceThatADayIsNearlyOver() {
        agent.set(settings -> settings.limits(0, 70, 0));
        for (int i = 0; i < 4; i++) {
            var _ = ask(ALICE, "m" + i);
        }

        assertThat(notices()).singleElement().satisfies(notice -> {
            assertThat(notice.text()).contains("85 %", "70 tokens");
            assertThat(notice.outcome()).isNull();
        });
    }

    @Test
    void aPersonIsToldThatADayIsOver() {
        agent.set(settings -> settings.limits(0, 15, 0));

        var _ = ask(ALICE, "1");

        assertThat(notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("used up", "at 00:00 UTC"));
    }

    @Test
    void whatWasSaidBehindAnAnswerComesAgainWithIt() {
        agent.set(settings -> settings.limits(0, 15, 0));
        var _ = ask(ALICE, "1");

        var _ = ask(ALICE, "1");

        assertThat(notices()).hasSize(2);
        assertThat(notices().getFirst()).isEqualTo(notices().getLast());
        assertThat(agent.log.entries.getLast().topic()).isEqualTo(Topics.EGRESS.name());
    }

    @Test
    void moneyEndsADayToo() {
        var prices = Map.of("test/scripted", new PriceConfig(10_000, 100_000, null, null)); // 0.10 + 0.50 an answer
        agent.set(settings -> settings.limits(new LimitsConfig(0, 0, 1.0, Map.of(), prices)));
        var _ = ask(ALICE, "1");
        var _ = ask(ALICE, "2");

        assertThat(ask(ALICE, "3").text()).contains("$1.00 for models");
    }

    @Test
    void aModelWithoutAKnownPriceTakesNoMoney() {
        agent.set(settings -> settings.limits(0, 0, 0.01));
        var _ = ask(ALICE, "1");

        assertThat(ask(ALICE, "2").outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void inAGroupTheSpeakerIsCharged() {
        agent.set(settings -> settings.limits(0, 15, 0));
        var _ = askInGroup(ALICE, "1");

        assertThat(askInGroup(ALICE, "2").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(askInGroup(BOB, "3").outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void whatASpeakerOfAGroupUsedIsKnownAfterARestart() {
        agent.set(settings -> settings.limits(0, 15, 0));
        var _ = askInGroup(ALICE, "1");
        agent.restart();

        assertThat(askInGroup(ALICE, "2").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(askInGroup(BOB, "3").outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void aTurnThatWasBegunIsFinishedWhateverTheLimit() {
        agent.model.asksFor("exec", "{\"command\":\"ls\"}");
        agent.log.sandbox = _ -> {
            agent.crash();
            return null;
        };
        var _ = agent.send(ALICE, "1", "List");
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(agent.model.calls()).isEqualTo(1));
        agent.log.sandbox = _ -> new io.moltmates.schema.SandboxOutcome.Completed(0, "a", "", false);
        agent.set(settings -> settings.limits(0, 1, 0));
        agent.restart();

        await(agent.send(ALICE, "1", "List"));

        assertThat(agent.log.replies().getLast().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void tooManyMessagesInAMinuteAreRefused() {
        agent.set(settings -> settings.limits(2, 0, 0));
        var _ = ask(ALICE, "1");
        var _ = ask(ALICE, "2");

        var refused = ask(ALICE, "3");

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.text()).contains("2 messages in a minute");
    }

    @Test
    void aSummaryIsChargedToo() {
        agent.set(settings -> settings.limits(0, 1_000_000, 0));
        agent.model.profile = new io.moltmates.agent.model.ModelProfile(2_000, 500, false, false, false);
        String words = "word ".repeat(400);
        for (int i = 0; i < 6; i++) {
            agent.model.says(words);
            await(agent.send(ALICE, "m" + i, "Tell me."));
        }

        long calls = agent.model.calls();
        var usage = agent.log.replies().stream()
                .mapToLong(reply -> reply.usage().input())
                .sum();

        assertThat(calls).isGreaterThan(6);
        assertThat(usage).isEqualTo(10 * calls);
    }
}
