package io.moltmates.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.DmPolicy;
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
        assertThat(AdmissionPolicy.decide(ALICE, true, ChannelsConfig.DEFAULT)).isInstanceOf(Admission.Refused.class);
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
        assertThat(AdmissionPolicy.decide(stranger, true, channels)).isInstanceOf(Admission.Refused.class);
    }

    @Test
    void letsStrangersPairOnlyWhereThatIsThePolicy() {
        var pairing = TelegramRules.people(DmPolicy.PAIRING, "2").channels();
        assertThat(AdmissionPolicy.decide(ALICE, false, pairing)).isEqualTo(new Admission.MayPair());
        assertThat(AdmissionPolicy.decide(ALICE, true, pairing)).isEqualTo(new Admission.Admitted());
        var allowlist = TelegramRules.people(DmPolicy.ALLOWLIST, "2").channels();
        assertThat(AdmissionPolicy.decide(ALICE, true, allowlist)).isInstanceOf(Admission.Refused.class);
    }

    private static Admission decide(DmPolicy policy, String... allowFrom) {
        return AdmissionPolicy.decide(
                ALICE, false, TelegramRules.people(policy, allowFrom).channels());
    }
}
