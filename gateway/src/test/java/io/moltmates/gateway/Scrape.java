package io.moltmates.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The metrics of a process as Prometheus reads them.
///
/// @param types of families by their lines `# TYPE`
record Scrape(List<Series> series, List<Family> types) {

    private static final Pattern OURS = Pattern.compile("(moltmates|gen_ai|messaging)_.*");
    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final String BUCKET = "le";

    /// A line with a value.
    ///
    /// @param labels each as `name=value`, but the bounds of buckets
    record Series(String name, Set<String> labels, String text, double value) {

        boolean isOurs() {
            return OURS.matcher(name).matches();
        }

        Set<String> labelNames() {
            var names = new TreeSet<String>();
            labels.forEach(label -> names.add(label.substring(0, label.indexOf('='))));
            return names;
        }
    }

    /// A metric with its kind; a counter without its `_total`, which one of the two forms has here and the other has
    /// not.
    record Family(String name, String kind) {}

    /// Asks with this token.
    static Scrape of(URI page, String token) {
        var request = HttpRequest.newBuilder(page).header("Authorization", "Bearer " + token);
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(page + " answers " + response.statusCode());
            }
            return parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    /// The lines of what services count themselves, without their values.
    Set<String> ours() {
        var texts = new TreeSet<String>();
        series.stream().filter(Series::isOurs).forEach(one -> texts.add(one.text()));
        return texts;
    }

    double sum(String name, String... labels) {
        return series.stream()
                .filter(one -> one.name().equals(name) && one.labels().containsAll(List.of(labels)))
                .mapToDouble(Series::value)
                .sum();
    }

    static Scrape parse(String text) {
        var lines = text.lines().toList();
        var types = lines.stream()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .map(words -> new Family(words[2].replaceFirst("_total$", ""), words[3]))
                .toList();
        return new Scrape(
                lines.stream()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .map(Scrape::series)
                        .toList(),
                types);
    }

    private static Series series(String line) {
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("No line of Prometheus' text form: " + line);
        }
        var labels = new TreeSet<String>();
        if (matcher.group(2) != null) {
            var label = LABEL.matcher(matcher.group(2));
            while (label.find()) {
                if (!label.group(1).equals(BUCKET)) {
                    labels.add(label.group(1) + "=" + label.group(2));
                }
            }
        }
        String value = matcher.group(3);
        return new Series(
                matcher.group(1),
                labels,
                line.substring(0, line.length() - value.length() - 1),
                Double.parseDouble(value.replace("Inf", "Infinity")));
    }
}
