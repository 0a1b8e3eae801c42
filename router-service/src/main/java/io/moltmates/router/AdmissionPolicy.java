package io.moltmates.router;

import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.PlatformConfig;
import java.util.List;

/// Decides who may write to the assistant alone, by the rules of their channel; a channel that is not known admits
/// nobody.
final class AdmissionPolicy {

    private static final Admission ADMITTED = new Admission.Admitted();

    private AdmissionPolicy() {}

    /// @param approved whether the operator let the person in, which counts where strangers are shown codes
    static Admission decide(Sender sender, boolean approved, ChannelsConfig channels) {
        return decide(sender, approved, false, channels);
    }

    /// @param named whether the operator says that this is an address of a person's, which lists it by its id
    static Admission decide(Sender sender, boolean approved, boolean named, ChannelsConfig channels) {
        String channel = sender.id().channel();
        return switch (channel) {
            case "web" -> listed(channels.web().enabled(), named, channels.web().allowFrom(), sender);
            case "api" -> listed(channels.api().enabled(), named, channels.api().allowFrom(), sender);
            default ->
                channels.platform(channel)
                        .map(platform -> onPlatform(platform, sender, approved, named))
                        .orElseGet(() -> listed(false, named, List.of(), sender));
        };
    }

    private static Admission onPlatform(PlatformConfig platform, Sender sender, boolean approved, boolean named) {
        var listed = listed(platform.enabled(), named, platform.allowFrom(), sender);
        return switch (platform.dmPolicy()) {
            case ALLOWLIST, OPEN -> listed;
            case PAIRING -> {
                if (!platform.enabled() || listed instanceof Admission.Admitted) {
                    yield listed;
                }
                yield approved ? ADMITTED : new Admission.MayPair();
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
