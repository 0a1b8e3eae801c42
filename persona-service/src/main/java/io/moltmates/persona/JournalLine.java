package io.moltmates.persona;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A line of `onboarding.jsonl`: what a message leads to, or that all it led to is done.
///
/// @param done a message's id
@JsonInclude(JsonInclude.Include.NON_NULL)
record JournalLine(
        @JsonProperty("entry") @Nullable JournalEntry entry,
        @JsonProperty("done") @Nullable String done) {

    static JournalLine of(JournalEntry entry) {
        return new JournalLine(entry, null);
    }

    static JournalLine done(String messageId) {
        return new JournalLine(null, messageId);
    }
}
