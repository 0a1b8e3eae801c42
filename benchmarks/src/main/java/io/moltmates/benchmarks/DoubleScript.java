package io.moltmates.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What the provider double does with a call, read from markers in the person's latest words.
///
/// `<<say TEXT>>` answers these words · `<<words N>>` answers so many words · `<<tool NAME {json}>>` asks for a tool,
/// repeatable · `<<think MS>>` · `<<slow
/// MS>>` between pieces ·
/// `<<stall-first>>` · `<<stall-middle>>` · `<<truncate>>` · `<<drop>>` closes without an answer · `<<error TYPE>>`
/// inside the stream ·
/// `<<status CODE RETRY-AFTER>>` · `<<html>>` a proxy's error page · `<<no-marker>>` without the last end marker ·
/// `<<no-index>>` tool calls without
/// index and id · `<<no-tools>>` refuses tools ·
/// `<<once>>` misbehaves at the first call with these words only · `<<late>>` misbehaves only after the
/// tools' results.
record DoubleScript(List<Marker> markers, boolean misbehaves) {

    private static final Pattern MARKER = Pattern.compile("<<([a-z-]+)(?:\\s+(.*?))?>>", Pattern.DOTALL);
    private static final Pattern CONTEXT = Pattern.compile("\\A<context>\n.*?\n</context>\n\n", Pattern.DOTALL);

    /// One `<<name argument>>`.
    record Marker(String name, String argument) {}

    static DoubleScript of(String text, int howManieth, boolean afterTools) {
        var markers = new ArrayList<Marker>();
        var matcher = MARKER.matcher(text);
        while (matcher.find()) {
            markers.add(new Marker(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2)));
        }
        boolean now = markers.stream().noneMatch(marker -> marker.name().equals("once")) || howManieth == 1;
        boolean late = markers.stream().anyMatch(marker -> marker.name().equals("late"));
        return new DoubleScript(List.copyOf(markers), now && late == afterTools);
    }

    /// The person's own words, without what the assistant put in front of them.
    static String withoutContext(String text) {
        return CONTEXT.matcher(text).replaceFirst("");
    }

    static String withoutMarkers(String text) {
        return MARKER.matcher(text).replaceAll("").strip();
    }

    boolean faulty(String name) {
        return misbehaves && has(name);
    }

    boolean has(String name) {
        return markers.stream().anyMatch(marker -> marker.name().equals(name));
    }

    String argument(String name, String otherwise) {
        return markers.stream()
                .filter(marker ->
                        marker.name().equals(name) && !marker.argument().isEmpty())
                .map(Marker::argument)
                .findFirst()
                .orElse(otherwise);
    }

    List<DoubleAnswer.Tool> tools() {
        return markers.stream()
                .filter(marker -> marker.name().equals("tool"))
                .map(marker -> {
                    var parts = marker.argument().split("\\s+", 2);
                    return new DoubleAnswer.Tool(parts[0], parts.length > 1 ? parts[1] : "");
                })
                .toList();
    }
}
