package io.moltmates.schema.kafka;

import java.util.List;

/// One setting of topics that are there, which is not what the configuration wants.
///
/// @param topics their names at the broker
/// @param setting Kafka's name of it
/// @param is what the topics have
/// @param wanted what they should have
/// @param mend what to do, a sentence
/// @param fatal whether services can't work with it
public record TopicDifference(
        List<String> topics, String setting, String is, String wanted, String mend, boolean fatal) {

    public TopicDifference {
        topics = List.copyOf(topics);
    }

    /// One line for a log.
    public String describe() {
        return "topic differs: topic=" + String.join(",", topics) + " setting=" + setting + " is=" + is + " wanted="
                + wanted + (fatal ? ". No service starts with it. " : ". ") + mend;
    }
}
