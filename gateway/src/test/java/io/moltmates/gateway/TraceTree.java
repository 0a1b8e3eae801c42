package io.moltmates.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A trace as lines of text, as `docs/telemetry.md` draws it: each span under its parent, in the order of their begin.
///
/// @param lines each two spaces deeper than its parent's, with the span's name, ` | ` and its service
record TraceTree(List<String> lines) {

    private static final String MARK = " | ";

    TraceTree {
        lines = List.copyOf(lines);
    }

    /// Spans whose parent is not there stand at the margin, as the first one does.
    static TraceTree of(Collection<SeenSpan> spans) {
        var ids = spans.stream().map(SeenSpan::spanId).collect(Collectors.toSet());
        var lines = new ArrayList<String>();
        spans.stream()
                .filter(span -> !ids.contains(span.parentId()))
                .sorted(Comparator.comparingLong(SeenSpan::startedAt))
                .forEach(span -> add(span, spans, 0, lines));
        return new TraceTree(lines);
    }

    static String line(int depth, String name, String service) {
        return "  ".repeat(depth) + name + MARK + service;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }

    private static void add(SeenSpan span, Collection<SeenSpan> spans, int depth, List<String> lines) {
        lines.add(line(depth, span.name(), span.service()));
        spans.stream()
                .filter(child -> child.parentId().equals(span.spanId()))
                .sorted(Comparator.comparingLong(SeenSpan::startedAt))
                .forEach(child -> add(child, spans, depth + 1, lines));
    }
}
