package io.moltmates.schema.config;

import java.util.List;
import java.util.Map;

/// A JSON value that knows where it stands in the file.
sealed interface Node {

    Place at();

    /// A key and its value; the key has a place of its own.
    record Member(Place at, Node value) {}

    /// The members stand in the file's order.
    record Section(Place at, Map<String, Member> members) implements Node {}

    /// A list.
    record Items(Place at, List<Node> values) implements Node {}

    /// A string; `filled` says that a part of it comes from the environment, so that it may be a number too.
    record Text(Place at, String value, boolean filled) implements Node {}

    /// A number as it is written.
    record Digits(Place at, String value) implements Node {}

    /// `true` or `false`.
    record Flag(Place at, boolean value) implements Node {}

    /// `null`, which counts as not set.
    record Nothing(Place at) implements Node {}

    /// A string that could not be filled from the environment; that has been reported.
    record Unfilled(Place at) implements Node {}
}
