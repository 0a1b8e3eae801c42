package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our configuration, rules and dashboards, asked of a real Prometheus that reads a real gateway.
class PrometheusIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void promtoolAcceptsTheConfigurationAndTheRules() {
        Prometheus.requireInstalled();
        assertThat(Prometheus.promtool("check", "config", "prometheus.yml")).contains("SUCCESS");
        assertThat(Prometheus.promtool("check", "rules", "rules.yml")).contains("SUCCESS");
    }

    @Test
    void eachAlertFiresWhenItShouldAndNotBefore() {
        Prometheus.requireInstalled();
        assertThat(Prometheus.promtool("test", "rules", "rules-test.yml")).contains("SUCCESS");
        var tested = new HashSet<String>();
        Observability.yaml("rules-test.yml").findValues("alertname").forEach(name -> tested.add(name.asText()));
        assertThat(Observability.yaml("rules.yml").findValuesAsText("alert"))
                .isNotEmpty()
                .hasSameElementsAs(tested);
    }

    @Test
    void eachExpressionFindsMetricsAndLabelsThatThereAre() {
        Prometheus.requireInstalled();
        try (var busy = new BusyGateway(directory.resolve("state"), "");
                var prometheus = Prometheus.start(directory, busy.metricsAddress())) {
            var expressions = Observability.expressions();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> prometheus
                                    .ask("count(up == 1)")
                                    .at("/data/result/0/value/1")
                                    .asInt()
                            == 5);
            var metrics = texts(prometheus.get("/api/v1/label/__name__/values"));
            var labels = texts(prometheus.get("/api/v1/labels"));

            assertThat(expressions).hasSizeGreaterThan(60).allSatisfy(expression -> {
                assertThat(prometheus.ask(expression.filledIn()).path("status").asText())
                        .as(expression.toString())
                        .isEqualTo("success");
                assertThat(metrics).as(expression.where()).containsAll(expression.metrics());
                assertThat(labels).as(expression.where()).containsAll(expression.labels());
            });
            assertThat(prometheus.get("/api/v1/rules").findValuesAsText("health"))
                    .isNotEmpty()
                    .doesNotContain("err");
        }
    }

    private static List<String> texts(JsonNode answer) {
        var texts = new java.util.ArrayList<String>();
        answer.path("data").forEach(value -> texts.add(value.asText()));
        return texts;
    }
}
