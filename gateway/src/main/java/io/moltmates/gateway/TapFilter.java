package io.moltmates.gateway;

import org.jspecify.annotations.Nullable;

/// Which records an auditor wants to see; null wants all.
///
/// @param person a user id
/// @param turn a message's id
record TapFilter(@Nullable String person, @Nullable String turn) {

    boolean admits(TapRecord entry) {
        return (person == null || person.equals(entry.person()))
                && (turn == null || entry.turn().filter(turn::equals).isPresent());
    }
}
