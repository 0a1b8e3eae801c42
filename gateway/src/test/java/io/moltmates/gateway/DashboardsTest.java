package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The dashboards are such as Grafana loads and people can read.
class DashboardsTest {

    private static final int COLUMNS = 24;
    private static final Pattern NAMED = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    /// Of Grafana's many, those that fit what is measured here.
    private static final Set<String> UNITS = Set.of("short", "ops", "s", "bytes", "percentunit");

    @Test
    void thereIsOneForEachThingToWatch() {
        var dashboards = Observability.dashboards();
        assertThat(dashboards)
                .containsOnlyKeys("conversations.json", "kafka.json", "models.json", "overview.json", "sandbox.json");
        assertThat(dashboards.values())
                .extracting(dashboard -> dashboard.path("uid").asText())
                .doesNotHaveDuplicates()
                .allMatch(uid -> uid.matches("moltmates-[a-z]+"));
        assertThat(dashboards.values())
                .extracting(dashboard -> dashboard.path("title").asText())
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void eachPanelSaysWhatItShowsAndInWhichUnit() {
        Observability.dashboards().forEach((file, dashboard) -> {
            var panels = dashboard.path("panels");
            assertThat(panels).as(file).isNotEmpty();
            assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
            assertThat(panels).extracting(panel -> panel.path("title").asText()).doesNotHaveDuplicates();
            assertThat(panels).allSatisfy(panel -> {
                assertThat(panel.path("type").asText()).isIn("timeseries", "stat");
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.path("description").asText()).isNotBlank();
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isIn(UNITS);
                assertThat(panel.path("targets")).isNotEmpty();
                assertThat(panel.path("targets"))
                        .extracting(target -> target.path("refId").asText())
                        .doesNotHaveDuplicates();
            });
        });
    }

    @Test
    void theDataSourceIsChosenByAVariable() {
        Observability.dashboards().forEach((file, dashboard) -> {
            assertThat(dashboard.at("/templating/list/0/name").asText())
                    .as(file)
                    .isEqualTo("datasource");
            assertThat(dashboard.at("/templating/list/0/query").asText()).isEqualTo("prometheus");
            assertThat(dashboard.path("panels").findValues("datasource"))
                    .isNotEmpty()
                    .allSatisfy(source -> {
                        assertThat(source.path("type").asText()).isEqualTo("prometheus");
                        assertThat(source.path("uid").asText()).isEqualTo("${datasource}");
                    });
        });
    }

    @Test
    void noPanelLiesOnAnother() {
        Observability.dashboards().forEach((file, dashboard) -> {
            var taken = new HashSet<List<Integer>>();
            for (JsonNode panel : dashboard.path("panels")) {
                var place = panel.path("gridPos");
                int right = place.path("x").asInt() + place.path("w").asInt();
                assertThat(right).as(file).isBetween(1, COLUMNS);
                for (int x = place.path("x").asInt(); x < right; x++) {
                    for (int y = place.path("y").asInt();
                            y < place.path("y").asInt() + place.path("h").asInt();
                            y++) {
                        assertThat(taken.add(List.of(x, y)))
                                .as(file + ": " + panel.path("title").asText())
                                .isTrue();
                    }
                }
            }
        });
    }

    @Test
    void aLegendNamesOnlyWhatTheExpressionKeeps() {
        Observability.dashboards()
                .forEach((file, dashboard) -> dashboard
                        .path("panels")
                        .forEach(panel -> panel.path("targets").forEach(target -> {
                            var kept = new Observability.Expression(
                                            file, target.path("expr").asText())
                                    .labels();
                            var named = new TreeSet<String>();
                            var matcher =
                                    NAMED.matcher(target.path("legendFormat").asText());
                            while (matcher.find()) {
                                named.add(matcher.group(1));
                            }
                            assertThat(kept)
                                    .as(file + ": " + panel.path("title").asText())
                                    .containsAll(named);
                        })));
    }

    @Test
    void anExpressionIsTakenApart() {
        var expression = new Observability.Expression(
                "",
                "histogram_quantile(0.9, sum by (le, a) (rate(b_bucket{c=~\"d|e\"}[1m]))) or f unless f offset 15m > 0");
        assertThat(expression.metrics()).containsExactly("b_bucket", "f");
        assertThat(expression.labels()).containsExactly("a", "c", "le");
    }
}
