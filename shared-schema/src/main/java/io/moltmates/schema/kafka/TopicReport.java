package io.moltmates.schema.kafka;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was found out about the topics at the start.
///
/// @param created the names of those that were made, at the broker
/// @param differences what is otherwise than the configuration wants
/// @param notes what could not be checked or done, and need not, a sentence each
public record TopicReport(List<String> created, List<TopicDifference> differences, List<String> notes) {

    public TopicReport {
        created = List.copyOf(created);
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /// Why no service may work with these topics; empty if services may.
    public Optional<String> refusal() {
        var fatal = differences.stream()
                .filter(TopicDifference::fatal)
                .map(TopicDifference::describe)
                .collect(Collectors.joining(" "));
        return fatal.isEmpty() ? Optional.empty() : Optional.of(fatal);
    }

    /// For a log: a line for each difference and note.
    public List<String> lines() {
        return Stream.concat(differences.stream().map(TopicDifference::describe), notes.stream())
                .toList();
    }
}
