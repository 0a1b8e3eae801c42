package io.moltmates.router;

import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.PlatformConfig;
import java.util.List;

/// Decides who may write to the assistant alone, by the rules of their channel; a channel that is not known admits
/// nobody.
final class AdmissionPolicy {

    private static final Admission ADMITTED = new Admission.Admitted();

    private AdmissionPolicy() {}

    static Admission decide(Sender sender, Approval approval, ChannelsConfig channels) {
        String channel = sender.id().channel();
        return switch (channel) {
            case "web" -> listed(channels.web().enabled(), channels.web().allowFrom(), sender);
            case "api" -> listed(channels.api().enabled(), channels.api().allowFrom(), sender);
            default ->
                channels.platform(channel)
                        .map(platform -> onPlatform(platform, sender, approval))
                        .orElseGet(() -> listed(false, List.of(), sender));
        };
    }

    private static Admission onPlatform(PlatformConfig platform, Sender sender, Approval approval) {
        var listed = listed(platform.enabled(), platform.allowFrom(), sender);
        return switch (platform.dmPolicy()) {
            case OPEN -> listed;
            case ALLOWLIST -> platform.enabled() && approval == Approval.BY_ID ? ADMITTED : listed;
            case PAIRING -> {
                if (!platform.enabled() || listed instanceof Admission.Admitted) {
                    yield listed;
                }
                yield approval == Approval.NONE ? new Admission.MayPair() : ADMITTED;
            }
            case DISABLED -> new Admission.Refused(Sentences.privateChatsOff(sender.id()));
        };
    }

    private static Admission listed(boolean enabled, List<String> allowFrom, Sender sender) {
        return enabled && AllowList.lists(allowFrom, sender)
                ? ADMITTED
                : new Admission.Refused(Sentences.stranger(sender.id()));
    }
}
