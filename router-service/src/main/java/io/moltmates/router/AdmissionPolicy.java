package io.moltmates.router;

import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.DmPolicy;
import java.util.List;

/// Decides who may write to the assistant alone, by the rules of their channel; a channel that is not known admits
/// nobody.
final class AdmissionPolicy {

    private static final Admission ADMITTED = new Admission.Admitted();

    private AdmissionPolicy() {}

    static Admission decide(Sender sender, ChannelsConfig channels) {
        String channel = sender.id().channel();
        return switch (channel) {
            case "web" -> listed(channels.web().enabled(), channels.web().allowFrom(), sender);
            case "api" -> listed(channels.api().enabled(), channels.api().allowFrom(), sender);
            default ->
                channels.platform(channel)
                        .map(platform -> platform.dmPolicy() == DmPolicy.DISABLED
                                ? new Admission.Refused(Sentences.privateChatsOff(sender.id()))
                                : listed(platform.enabled(), platform.allowFrom(), sender))
                        .orElseGet(() -> listed(false, List.of(), sender));
        };
    }

    private static Admission listed(boolean enabled, List<String> allowFrom, Sender sender) {
        return enabled && AllowList.lists(allowFrom, sender)
                ? ADMITTED
                : new Admission.Refused(Sentences.stranger(sender.id()));
    }
}
