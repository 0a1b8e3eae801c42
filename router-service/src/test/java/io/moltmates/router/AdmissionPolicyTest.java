package io.moltmates.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.DmPolicy;
import io.moltmates.schema.config.TelegramConfig;
import org.junit.jupiter.api.Test;

class AdmissionPolicyTest {

    private static final Sender ALICE = new Sender(UserId.of("telegram", "1"), "alice");

    @Test
    void admitsWhomTheAllowlistNames() {
        assertThat(decide(DmPolicy.ALLOWLIST, "@alice")).isEqualTo(new Admission.Admitted());
        assertThat(decide(DmPolicy.ALLOWLIST, "2", "bob")).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void admitsNobodyWhereNobodyIsListed() {
        assertThat(AdmissionPolicy.decide(ALICE, Approval.BY_CODE, ChannelsConfig.DEFAULT))
                .isInstanceOf(Admission.Refused.class);
    }

    @Test
    void admitsEverybodyWhereItIsOpen() {
        assertThat(decide(DmPolicy.OPEN, "*")).isEqualTo(new Admission.Admitted());
    }

    @Test
    void admitsNobodyWherePrivateChatsAreOff() {
        var refused = (Admission.Refused) decide(DmPolicy.DISABLED, "1", "*");
        assertThat(refused.reason()).contains("private chats", "`telegram_1`");
    }

    @Test
    void admitsNobodyOfAChannelThatIsNotKnown() {
        var stranger = new Sender(UserId.of("pigeon", "1"), null);
        var channels = TelegramRules.people(DmPolicy.OPEN, "*").channels();
        assertThat(AdmissionPolicy.decide(stranger, Approval.BY_ID, channels)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void letsStrangersPairOnlyWhereThatIsThePolicy() {
        var pairing = TelegramRules.people(DmPolicy.PAIRING, "2").channels();
        assertThat(AdmissionPolicy.decide(ALICE, Approval.NONE, pairing)).isEqualTo(new Admission.MayPair());
        assertThat(AdmissionPolicy.decide(ALICE, Approval.BY_CODE, pairing)).isEqualTo(new Admission.Admitted());
        var allowlist = TelegramRules.people(DmPolicy.ALLOWLIST, "2").channels();
        assertThat(AdmissionPolicy.decide(ALICE, Approval.BY_CODE, allowlist)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void admitsWhomTheOperatorAddedByTheirIdWhereverAListDoes() {
        for (var policy : DmPolicy.values()) {
            var channels = TelegramRules.people(policy, policy == DmPolicy.OPEN ? "*" : "2")
                    .channels();
            var decided = AdmissionPolicy.decide(ALICE, Approval.BY_ID, channels);
            assertThat(decided instanceof Admission.Admitted).as(policy.name()).isEqualTo(policy != DmPolicy.DISABLED);
        }
        var off = new ChannelsConfig(ChannelsConfig.DEFAULT.web(), ChannelsConfig.DEFAULT.api(), TelegramConfig.OFF);
        assertThat(AdmissionPolicy.decide(ALICE, Approval.BY_ID, off)).isInstanceOf(Admission.Refused.class);
    }

    private static Admission decide(DmPolicy policy, String... allowFrom) {
        return AdmissionPolicy.decide(
                ALICE, Approval.NONE, TelegramRules.people(policy, allowFrom).channels());
    }
}
