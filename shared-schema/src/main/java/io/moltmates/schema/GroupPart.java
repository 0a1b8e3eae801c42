package io.moltmates.schema;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What is known of a message because it was written in a group.
///
/// @param sender who wrote it; the message's user is the group
/// @param title how the group is called
/// @param addressed whether it is plainly said to the assistant: it names its account, or answers it
/// @param admin whether the platform says that the sender may administer the group; asked for commands only
public record GroupPart(
        @JsonProperty("sender") UserId sender,
        @JsonProperty("title") String title,
        @JsonProperty("addressed") boolean addressed,
        @JsonProperty("admin") boolean admin) {

    /// With the person that the sender's address belongs to.
    public GroupPart as(UserId person) {
        return new GroupPart(person, title, addressed, admin);
    }

    @Override
    public String toString() {
        return "GroupPart[sender=" + sender + ", addressed=" + addressed + "]";
    }
}
