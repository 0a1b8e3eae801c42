package io.moltmates.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.moltmates.schema.RecordCodec;
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

/// The files in `deploy/observability`, and what is asked of Prometheus in them.
final class Observability {

    static final Path DIRECTORY =
            Path.of("../deploy/observability").toAbsolutePath().normalize();

    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern MATCHERS = Pattern.compile("\\{([^}]*)}");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern OFFSET = Pattern.compile("\\boffset\\s+\\w+");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern METRIC = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool");

    private Observability() {}

    /// An expression of Prometheus' language, taken apart far enough to know what it is about.
    record Expression(String where, String text) {

        /// As Prometheus takes it: with a value for what Grafana fills in.
        String filledIn() {
            return text.replace("$__rate_interval", "1m");
        }

        Set<String> metrics() {
            String rest = OFFSET.matcher(GROUPING.matcher(withoutTexts()).replaceAll(""))
                    .replaceAll("");
            rest = RANGE.matcher(MATCHERS.matcher(rest).replaceAll("")).replaceAll("");
            var names = all(METRIC, rest, 0);
            names.removeAll(OPERATORS);
            return names;
        }

        Set<String> labels() {
            var names = new TreeSet<String>();
            for (String group : all(GROUPING, withoutTexts(), 1)) {
                names.addAll(all(WORD, group, 0));
            }
            for (String matchers : all(MATCHERS, withoutTexts(), 1)) {
                names.addAll(all(WORD, matchers, 0));
            }
            return names;
        }

        private String withoutTexts() {
            return TEXT.matcher(text).replaceAll("");
        }

        private static Set<String> all(Pattern pattern, String text, int group) {
            var found = new TreeSet<String>();
            var matcher = pattern.matcher(text);
            while (matcher.find()) {
                found.add(matcher.group(group));
            }
            return found;
        }
    }

    /// By the names of their files.
    static Map<String, JsonNode> dashboards() {
        var all = new LinkedHashMap<String, JsonNode>();
        try (var files = Files.list(DIRECTORY.resolve("grafana/dashboards"))) {
            for (Path file : files.sorted().toList()) {
                all.put(file.getFileName().toString(), RecordCodec.mapper().readTree(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    static JsonNode yaml(String file) {
        try {
            return new YAMLMapper().readTree(Files.readAllBytes(DIRECTORY.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Of all panels and alert rules.
    static List<Expression> expressions() {
        var all = new ArrayList<Expression>();
        dashboards()
                .forEach((file, dashboard) -> dashboard
                        .path("panels")
                        .forEach(panel -> panel.path("targets")
                                .forEach(target -> all.add(new Expression(
                                        file + ": " + panel.path("title").asText(),
                                        target.path("expr").asText())))));
        yaml("rules.yml")
                .path("groups")
                .forEach(group -> group.path("rules")
                        .forEach(rule -> all.add(new Expression(
                                "rules.yml: " + rule.path("alert").asText(),
                                rule.path("expr").asText()))));
        return all;
    }
}
