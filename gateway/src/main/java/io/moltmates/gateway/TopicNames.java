package io.moltmates.gateway;

import io.moltmates.schema.Topic;
import io.moltmates.schema.Topics;
import io.moltmates.schema.config.Nearest;
import java.util.List;
import java.util.stream.Stream;

/// Reads topics' names as an operator writes them: `ingress`, `sandbox.requests`, `ingress.dlq`, or the whole name.
final class TopicNames {

    private static final String PREFIX = "moltmate.";

    private TopicNames() {}

    /// @throws IllegalArgumentException with the nearest name, if there is no such topic
    static String whole(String word) {
        String name = word.startsWith(PREFIX) ? word.substring(PREFIX.length()) : word;
        var known = all().map(TopicNames::shorten).toList();
        if (known.contains(name)) {
            return PREFIX + name;
        }
        throw new IllegalArgumentException("There is no topic '" + word + "'. "
                + Nearest.to(name, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("There are: " + String.join(", ", known) + "."));
    }

    static String shorten(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /// What a story is told from: everything but how answers grow.
    static List<String> ofStory() {
        return all().filter(name -> !name.equals(Topics.LIVE.name())).toList();
    }

    static List<String> everything() {
        return all().toList();
    }

    private static Stream<String> all() {
        return Topics.all().stream().map(Topic::name);
    }
}
