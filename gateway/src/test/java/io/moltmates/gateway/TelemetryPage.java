package io.moltmates.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// `docs/telemetry.md` as tests read it, so that it can't say what is not so.
final class TelemetryPage {

    private static final Path PAGE = Path.of("../docs/telemetry.md");
    private static final Pattern SPAN = Pattern.compile("([│├└ ]*)(\\S.*?)\\s{2,}(\\S+)(\\s.*)?");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String SAME = "the same";

    private final List<String> lines;

    private TelemetryPage(List<String> lines) {
        this.lines = lines;
    }

    /// A metric of the table.
    record Metric(String kind, Set<String> labels) {}

    static TelemetryPage read() {
        try {
            return new TelemetryPage(Files.readAllLines(PAGE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The trace of a message as it is drawn there, with these words in the place of those that stand for something.
    TraceTree trace(Map<String, String> words) {
        var tree = new ArrayList<String>();
        for (String line : block("receive web")) {
            var matcher = SPAN.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalStateException("No line of a trace: " + line);
            }
            String name = matcher.group(2);
            for (var word : words.entrySet()) {
                name = name.replace(word.getKey(), word.getValue());
            }
            tree.add(TraceTree.line(matcher.group(1).length() / 2, name, matcher.group(3)));
        }
        return new TraceTree(tree);
    }

    /// By the first word of a span's name: the attributes that it may have.
    Map<String, Set<String>> attributes() {
        var all = new LinkedHashMap<String, Set<String>>();
        for (var cells : table("span")) {
            for (String name : codes(cells.getFirst())) {
                all.put(name.split(" ", 2)[0], codes(cells.get(2)));
            }
        }
        return all;
    }

    /// By the first word of a span's name.
    Map<String, Set<String>> kinds() {
        var all = new LinkedHashMap<String, Set<String>>();
        for (var cells : table("span")) {
            var names = List.copyOf(codes(cells.getFirst()));
            var kinds = cells.get(1).split(", ");
            for (String name : names) {
                all.put(name.split(" ", 2)[0], new TreeSet<>(List.of(kinds)));
            }
        }
        return all;
    }

    /// Attributes that there are with `telemetry.content` only.
    Set<String> content() {
        return codes(paragraph("**No content.**").replaceFirst("^.*?adds ", "").replaceFirst("; whoever.*$", ""));
    }

    Map<String, Metric> metrics() {
        var all = new LinkedHashMap<String, Metric>();
        Set<String> before = Set.of();
        for (var cells : table("metric")) {
            var labels = cells.get(2).equals(SAME) ? before : codes(cells.get(2));
            before = labels;
            all.put(codes(cells.getFirst()).iterator().next(), new Metric(cells.get(1), labels));
        }
        return all;
    }

    /// The reasons for which something is refused; `http_` stands for it and a status.
    Set<String> refusals() {
        return table("metric").stream()
                .filter(cells -> cells.getFirst().contains("moltmates_refusals_total"))
                .map(cells -> codes(cells.get(3)))
                .findFirst()
                .orElseThrow();
    }

    Set<String> logKeys() {
        var keys = new TreeSet<String>();
        table("key").forEach(cells -> keys.addAll(codes(cells.getFirst())));
        return keys;
    }

    Set<String> logLevels() {
        return table("key").stream()
                .filter(cells -> cells.getFirst().equals("`level`"))
                .map(cells -> codes(cells.get(1)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> block(String first) {
        int begin = lines.stream()
                .filter(line -> line.startsWith(first))
                .findFirst()
                .map(lines::indexOf)
                .orElseThrow();
        return lines.subList(begin, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("```"))
                .toList();
    }

    private String paragraph(String beginning) {
        int begin = lines.stream()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .map(lines::indexOf)
                .orElseThrow();
        return String.join(
                " ",
                lines.subList(begin, lines.size()).stream()
                        .takeWhile(line -> !line.isBlank())
                        .toList());
    }

    /// The cells of the rows of the table whose first column has this title.
    private List<List<String>> table(String title) {
        int begin = lines.stream()
                .filter(line -> line.startsWith("| " + title + " |"))
                .findFirst()
                .map(lines::indexOf)
                .orElseThrow();
        return lines.subList(begin + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> List.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1)).stream()
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static Set<String> codes(String text) {
        var codes = new TreeSet<String>();
        var matcher = CODE.matcher(text);
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }
        return codes;
    }
}
