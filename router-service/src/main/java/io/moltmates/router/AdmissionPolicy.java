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
        return decide(sender, approval, false, channels);
    }

    /// @param named whether the operator says that this is an address of a person's, which lists it by its id
    static Admission decide(Sender sender, Approval approval, boolean named, ChannelsConfig channels) {
        String channel = sender.id().channel();
        return switch (channel) {
            case "web" -> listed(channels.web().enabled(), named, channels.web().allowFrom(), sender);
            case "api" -> listed(channels.api().enabled(), named, channels.api().allowFrom(), sender);
            default ->
                channels.platform(channel)
                        .map(platform -> onPlatform(platform, sender, approval, named))
                        .orElseGet(() -> listed(false, named, List.of(), sender));
        };
    }

    private static Admission onPlatform(PlatformConfig platform, Sender sender, Approval approval, boolean named) {
        var listed = listed(platform.enabled(), named, platform.allowFrom(), sender);
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

    private static Admission listed(boolean enabled, boolean named, List<String> allowFrom, Sender sender) {
        return enabled && (named || AllowList.lists(allowFrom, sender))
                ? ADMITTED
                : new Admission.Refused(Sentences.stranger(sender.id()));
    }
}
