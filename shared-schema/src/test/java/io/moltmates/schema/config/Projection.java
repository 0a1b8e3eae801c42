package io.moltmates.schema.config;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a service is meant to know of the settings: its sections as they are, and the defaults of all others.
final class Projection {

    private Projection() {}

    static MoltmateConfig of(MoltmateConfig config, ServiceRole role) {
        var shape = RecordShape.of(MoltmateConfig.class);
        @Nullable Object[] values = new Object[shape.components().size()];
        for (int index = 0; index < values.length; index++) {
            String name = shape.components().get(index).getName();
            values[index] = shape.value(index, role.has(name) ? config : MoltmateConfig.DEFAULT);
        }
        if (role.has("channels") && !role.holdsChannelSecrets()) {
            values[Objects.checkIndex(shape.indexOf("channels"), values.length)] = withoutPlatforms(config.channels());
        }
        Map<String, String> off = config.disabledSections().entrySet().stream()
                .filter(section -> role.has(section.getKey().split("\\.", 2)[0]))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        values[Objects.checkIndex(shape.indexOf("disabledSections"), values.length)] = off;
        return (MoltmateConfig) shape.create(values);
    }

    /// Who may talk, and nothing of how the platform is reached.
    private static ChannelsConfig withoutPlatforms(ChannelsConfig all) {
        var telegram = all.telegram();
        var usual = TelegramConfig.DEFAULT;
        return new ChannelsConfig(
                all.web(),
                all.api(),
                new TelegramConfig(
                        telegram.enabled(),
                        null,
                        null,
                        usual.apiRoot(),
                        null,
                        null,
                        null,
                        telegram.dmPolicy(),
                        telegram.allowFrom(),
                        telegram.groupPolicy(),
                        telegram.groups(),
                        usual.streaming(),
                        usual.ackReaction(),
                        usual.mediaMaxMb(),
                        usual.messagesPerSecond(),
                        Map.of()));
    }
}
