package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonIgnore;

/// Any message on a topic: it has an id, and is about one person, whose id is the record's key.
public interface TopicRecord {

    /// The CloudEvents id: the same when the same thing is said again.
    String id();

    UserId user();

    /// The CloudEvents subject and the record's key.
    @JsonIgnore
    default String key() {
        return user().value();
    }
}
