package io.moltmates.agent;

import io.moltmates.agent.model.ModelRequest.ReasoningEffort;
import io.moltmates.schema.PersonFile;
import io.moltmates.schema.StateLayout.PersonLayout;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.QueueConfig;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A person as their directory has them right now.
record Person(PersonFile file, PersonLayout layout) {

    UserId user() {
        return file.user();
    }

    String incarnation() {
        return file.incarnation();
    }

    /// The model that the person chose; null if they left it to the configuration.
    @Nullable
    String wantedModel() {
        return setting(PersonFile.MODEL);
    }

    /// Whether answers begin with the tools that were used.
    boolean verbose() {
        return "on".equals(setting(PersonFile.VERBOSE));
    }

    /// The machine's, unless the person has set another.
    ZoneId zone() {
        String own = setting(PersonFile.ZONE);
        return own != null && ZoneId.getAvailableZoneIds().contains(own) ? ZoneId.of(own) : ZoneId.systemDefault();
    }

    /// What happens to messages that come while a turn of this session runs.
    ///
    /// @param standard what it is where the person has not said otherwise
    QueueConfig.Mode queueMode(String session, QueueConfig.Mode standard) {
        String own = setting(PersonFile.QUEUE);
        int at = own == null ? -1 : own.indexOf('@');
        if (own == null || at < 0 || !own.substring(at + 1).equals(session)) {
            return standard;
        }
        String name = own.substring(0, at).toUpperCase(Locale.ROOT);
        for (var mode : QueueConfig.Mode.values()) {
            if (mode.name().equals(name)) {
                return mode;
            }
        }
        return standard;
    }

    /// How long the person wants a model to think; null if they left it to the model.
    @Nullable
    ReasoningEffort effort() {
        return switch (setting(PersonFile.THINK)) {
            case "off" -> ReasoningEffort.MINIMAL;
            case "low" -> ReasoningEffort.LOW;
            case "medium" -> ReasoningEffort.MEDIUM;
            case "high" -> ReasoningEffort.HIGH;
            case null, default -> null;
        };
    }

    /// Null if they have not set it.
    @Nullable
    String setting(String name) {
        return file.settings().get(name);
    }
}
