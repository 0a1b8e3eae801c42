package io.moltmates.schema.kafka;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What was found out about the topics, at the start or later.
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

    /// For whoever looks at a service's health: how it stands, then each difference and note under a key of its own.
    public Map<String, String> told() {
        var told = new LinkedHashMap<String, String>();
        told.put("topics", summary());
        number(
                told,
                "difference ",
                differences.stream().map(TopicDifference::describe).toList());
        number(told, "note ", notes);
        return told;
    }

    private String summary() {
        if (differences.isEmpty()) {
            return notes.isEmpty() ? "as configured" : "as configured, as far as is known";
        }
        return differences.size() == 1 ? "1 difference" : differences.size() + " differences";
    }

    private static void number(Map<String, String> told, String key, List<String> sentences) {
        for (int number = 1; number <= sentences.size(); number++) {
            told.put(key + number, sentences.get(number - 1));
        }
    }

    /// For a log: a line for each difference and note.
    public List<String> lines() {
        return Stream.concat(differences.stream().map(TopicDifference::describe), notes.stream())
                .toList();
    }
}
