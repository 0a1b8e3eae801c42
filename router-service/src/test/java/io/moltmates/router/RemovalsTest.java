package io.moltmates.router;

import static io.moltmates.router.Messages.NOW;
import static io.moltmates.router.Messages.fromTelegram;
import static io.moltmates.router.Messages.ready;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.TopicRecord;
import io.moltmates.schema.TurnRecord.Control;
import io.moltmates.schema.TurnRecord.TurnControl;
import io.moltmates.schema.UserId;
import io.moltmates.schema.UserRecord;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.DmPolicy;
import io.moltmates.schema.config.TelegramConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemovalsTest {

    private static final UserId ALICE = UserId.of("telegram", "1");
    private static final UserId BOB = UserId.of("telegram", "2");

    private final Map<UserId, UserRecord> users = new HashMap<>();
    private final Pairings pairings = new Pairings();
    private final AdmittedPeople admitted = new AdmittedPeople();
    private final WrittenRecords log = new WrittenRecords();
    private RouterConfig config = TelegramRules.people(DmPolicy.ALLOWLIST, "1", "2");
    private final Links links = new Links(() -> config);
    private final Router router = new Router(
            () -> config, user -> Optional.ofNullable(users.get(user)), pairings, admitted, new RoutingTable(), links);
    private Removals removals = removals();

    private Removals removals() {
        return new Removals(router, config, users::values, pairings, admitted, links, log);
    }

    @Test
    void stopsWhatRunsForWhomTheListDropped() {
        known(ALICE, BOB);
        change(DmPolicy.ALLOWLIST, "2");
        assertThat(log.records).singleElement().isInstanceOfSatisfying(TurnControl.class, control -> {
            assertThat(control.user()).isEqualTo(ALICE);
            assertThat(control.control()).isEqualTo(Control.REVOKE);
        });
    }

    @Test
    void removesOncePerChange() {
        known(ALICE);
        change(DmPolicy.ALLOWLIST, "2");
        change(DmPolicy.ALLOWLIST, "2", "3");
        assertThat(log.records).hasSize(1);
        change(DmPolicy.ALLOWLIST, "1");
        change(DmPolicy.DISABLED, "1");
        assertThat(log.records).hasSize(2);
    }

    @Test
    void removesNobodyWhoWasNeverAdmitted() {
        known(UserId.of("telegram", "9"));
        change(DmPolicy.ALLOWLIST, "2");
        assertThat(log.records).isEmpty();
    }

    @Test
    void knowsTheUserNameOfWhoWroteByThisRouter() {
        config = TelegramRules.people(DmPolicy.ALLOWLIST, "@alice", "@bob");
        removals = removals();
        router.route(fromTelegram("1", "A", "alice", "m1", "hi"), NOW);
        router.route(fromTelegram("2", "B", "bob", "m2", "hi"), NOW);
        change(DmPolicy.ALLOWLIST, "@bob");
        assertThat(log.records).extracting(TopicRecord::user).containsExactly(ALICE);
    }

    @Test
    void leavesAloneWhomAListMayMeanByName() {
        known(ALICE);
        change(DmPolicy.ALLOWLIST, "@alice");
        assertThat(log.records).isEmpty();
    }

    @Test
    void removesNobodyOfAChannelThatIsSwitchedOff() {
        known(ALICE);
        removals.changed(new RouterConfig(
                new ChannelsConfig(config.channels().web(), config.channels().api(), TelegramConfig.OFF),
                config.commands()));
        assertThat(log.records).isEmpty();
    }

    @Test
    void removesPeopleOfTheWebToo() {
        var alice = Messages.ALICE;
        config = new RouterConfig(RouterTest.allowing("alice").channels(), config.commands());
        removals = removals();
        known(alice);
        removals.changed(RouterTest.allowing("bob"));
        assertThat(log.records).extracting(TopicRecord::user).containsExactly(alice);
    }

    @Test
    void stopsWhatRunsForWhoseApprovalIsTakenBack() {
        config = TelegramRules.people(DmPolicy.PAIRING, "2");
        removals = removals();
        var code = pairings.code(fromTelegram("1", "A", null, "m1", "hi"), NOW).orElseThrow();
        var approved = code.decided("c1", State.APPROVED, NOW);
        pairings.observed(approved.key(), Optional.of(approved));
        known(ALICE);
        var revoked = code.decided("c2", State.REVOKED, NOW.plusSeconds(1));
        pairings.observed(revoked.key(), Optional.of(revoked));
        removals.revoked(ALICE);
        removals.revoked(BOB);
        assertThat(log.records).extracting(TopicRecord::user).containsExactly(ALICE);
    }

    private void known(UserId... people) {
        for (var person : List.of(people)) {
            users.put(person, ready(person, null));
        }
    }

    private void change(DmPolicy policy, String... allowFrom) {
        config = TelegramRules.people(policy, allowFrom);
        removals.changed(config);
    }
}
