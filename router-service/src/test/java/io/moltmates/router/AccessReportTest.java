package io.moltmates.router;

import static io.moltmates.router.Messages.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.Address;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult.PersonAccess;
import io.moltmates.schema.PairingRecord;
import io.moltmates.schema.PairingRecord.State;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.DmPolicy;
import io.moltmates.schema.config.GroupPolicy;
import io.moltmates.schema.config.GroupsConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessReportTest {

    private static final UserId ALICE = UserId.of("telegram", "1");
    private static final UserId GROUP = UserId.of("telegram", "-100");

    private final Pairings pairings = new Pairings();
    private final AdmittedPeople admitted = new AdmittedPeople();
    private RouterConfig config = TelegramRules.people(DmPolicy.ALLOWLIST, "tg:1", "@bob");
    private final AccessReport report = new AccessReport(() -> config.channels(), List::of, pairings, admitted);

    @Test
    void namesTheEntryThatLetsSomebodyIn() {
        assertThat(of(ALICE)).isEqualTo(access(ALICE, true, "channels.telegram.allowFrom has \"tg:1\""));
        admitted.add(new Sender(UserId.of("telegram", "2"), "bob"));
        assertThat(of(UserId.of("telegram", "2")).reasons())
                .containsExactly("channels.telegram.allowFrom has \"@bob\"");
    }

    @Test
    void saysThatAUserNameMayBeTheirs() {
        assertThat(of(UserId.of("telegram", "3")).admitted()).isFalse();
        assertThat(of(UserId.of("telegram", "3")).reasons().getFirst()).contains("theirs is not known here yet");
    }

    @Test
    void saysWhatTheOperatorDecided() {
        config = TelegramRules.people(DmPolicy.ALLOWLIST, "2");
        approve(ALICE, "");
        assertThat(of(ALICE)).isEqualTo(access(ALICE, true, "let in by the operator"));
        approve(ALICE, "ABCDEFGH");
        assertThat(of(ALICE).admitted()).isFalse();
        config = TelegramRules.people(DmPolicy.PAIRING, "2");
        assertThat(of(ALICE).reasons().getFirst()).contains("by a code", "dmPolicy is pairing");
    }

    @Test
    void saysBothWhereBothLetSomebodyIn() {
        approve(ALICE, "");
        assertThat(of(ALICE).reasons()).hasSize(2);
    }

    @Test
    void saysWhyNobodyGetsIn() {
        config = TelegramRules.people(DmPolicy.DISABLED, "1");
        assertThat(of(ALICE))
                .isEqualTo(
                        access(ALICE, false, "channels.telegram.dmPolicy is disabled, so there are no private chats"));
        assertThat(of(UserId.of("pigeon", "1")).reasons()).containsExactly("there is no channel pigeon");
        assertThat(of(UserId.of("web", "mallory")).reasons())
                .containsExactly("channels.web.allowFrom does not have them");
    }

    @Test
    void tellsOfGroups() {
        config = TelegramRules.of(
                DmPolicy.ALLOWLIST,
                List.of(),
                GroupPolicy.ALLOWLIST,
                new GroupsConfig(List.of("-100"), "Molty", true, List.of(), 50, Map.of()));
        assertThat(of(GROUP))
                .isEqualTo(access(
                        GROUP,
                        true,
                        "channels.telegram.groupPolicy is allowlist, and channels.telegram.groups names it"));
        assertThat(of(UserId.of("telegram", "-200")).admitted()).isFalse();
    }

    @Test
    void listsEverybodyWhoIsListedOrLetIn() {
        approve(UserId.of("telegram", "9"), "");
        assertThat(report.of(CommandRequest.EVERYBODY))
                .extracting(PersonAccess::user)
                .contains(ALICE, UserId.of("telegram", "9"), UserId.of("web", "owner"))
                .doesNotContain(UserId.of("telegram", "@bob"));
    }

    private PersonAccess of(UserId user) {
        return report.of(user).getFirst();
    }

    private static PersonAccess access(UserId user, boolean admitted, String reason) {
        return new PersonAccess(user, admitted, List.of(reason));
    }

    private void approve(UserId user, String code) {
        var row = new PairingRecord(
                "c" + code, user, State.APPROVED, code, Address.of("telegram", user.platformId()), "A", null, NOW, NOW);
        pairings.observed(row.key(), Optional.of(row));
    }
}
