package io.moltmates.sandbox.attacks;

import static java.util.stream.Collectors.toMap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a probe printed: lines of a name, a tab and how the attempt ended.
record Probe(List<String> lines) {

    private static final String OK = "ok";

    static Probe of(String text) {
        return new Probe(text.lines().filter(line -> line.contains("\t")).toList());
    }

    /// The attempts in their order.
    Map<String, String> attempts() {
        return lines.stream()
                .map(line -> line.split("\t", 2))
                .filter(line -> !Set.of("fact", "environment", "descriptor").contains(line[0]))
                .collect(toMap(line -> line[0], line -> line[1], (first, _) -> first, LinkedHashMap::new));
    }

    /// What is told under a name such as `fact`.
    List<String> told(String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "\t"))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }

    /// The attempts that did not end in one of these ways.
    Map<String, String> otherThan(Set<String> results) {
        var others = new TreeMap<>(attempts());
        others.values().removeIf(results::contains);
        return others;
    }

    /// The attempts that worked.
    Set<String> worked() {
        var worked = new TreeMap<>(attempts());
        worked.values().removeIf(result -> !result.equals(OK));
        return worked.keySet();
    }
}
