package io.moltmates.router;

import io.moltmates.schema.UserId;
import io.moltmates.schema.config.ChannelsConfig;
import java.util.List;

/// Decides who may talk, by the allowlist of their channel; a channel that is not known admits nobody.
///
/// A list holds names (`alice`); ids with the channel before them (`web_alice`) mean the same.
final class AdmissionPolicy {

    private static final String EVERYBODY = "*";
    private static final Admission ADMITTED = new Admission.Admitted();

    private AdmissionPolicy() {}

    static Admission decide(UserId user, ChannelsConfig channels) {
        boolean allowed = switch (user.channel()) {
            case "web" -> channels.web().enabled() && listed(channels.web().allowFrom(), user);
            case "api" -> channels.api().enabled() && listed(channels.api().allowFrom(), user);
            default -> false;
        };
        return allowed ? ADMITTED : refusal(user);
    }

    private static boolean listed(List<String> allowFrom, UserId user) {
        return allowFrom.stream()
                .map(String::strip)
                .anyMatch(entry ->
                        entry.equals(EVERYBODY) || entry.equals(user.platformId()) || entry.equals(user.value()));
    }

    private static Admission refusal(UserId user) {
        return new Admission.Refused(
                "I'm sorry, I may not talk with you yet. Whoever runs this assistant can let you in"
                        + " by adding your name to `channels." + user.channel() + ".allowFrom`. Your id is `" + user
                        + "`.");
    }
}
