package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `person.json` says. persona-service writes it; the others read it.
///
/// @param incarnation which life of the directory this is: another one after each deletion, the same after a restored
/// backup
/// @param settings what the person set, such as `model`
public record PersonFile(
        @JsonProperty("user") UserId user,
        @JsonProperty("incarnation") String incarnation,
        @JsonProperty("persona") @Nullable PersonaReference persona,
        @JsonProperty("addresses") List<UserId> addresses,
        @JsonProperty("settings") Map<String, String> settings,
        @JsonProperty("createdAt") Instant createdAt) {

    /// The setting that holds the person's own model.
    public static final String MODEL = "model";

    /// The setting that says to what a group's assistant answers, `always` or `mention`.
    public static final String ACTIVATION = "activation";

    /// The setting that says that the operator let the person in; so it is kept with all else of theirs. It is
    /// [#ADDED], or the id of the command that approved their code.
    public static final String PAIRED = "paired";

    /// Says that the operator let the person in by their id, and not by a code.
    public static final String ADDED = "operator";

    /// The setting that holds how long a model may think: `off`, `low`, `medium` or `high`.
    public static final String THINK = "think";

    /// The setting that is `on` if answers begin with the tools that were used.
    public static final String VERBOSE = "verbose";

    /// The setting that holds the person's time zone, such as `Europe/Berlin`.
    public static final String ZONE = "zone";

    /// The setting that holds what happens to messages that come while a turn runs, and in which session: `steer@s1`.
    public static final String QUEUE = "queue";

    /// The setting of a group that goes on under another id at its platform: that id, such as `telegram_-100123`.
    public static final String MOVED = "moved";

    @SuppressWarnings("NullAway") // JSON of another version may lack them
    public PersonFile {
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
        settings = settings == null ? Map.of() : Map.copyOf(settings);
    }
}
