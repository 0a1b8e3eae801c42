package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a gateway counts and measures while people talk, held against the table in `docs/telemetry.md`.
class MetricsIT {

    private static final TelemetryPage PAGE = TelemetryPage.read();
    private static final List<String> PARTS = List.of("_bucket", "_sum", "_count", "_max");
    private static final int MANY = 40;
    private static final String REFUSALS = "moltmates_refusals_total";

    @TempDir
    private static Path directory;

    private static BusyGateway busy;

    @BeforeAll
    static void talk() {
        busy = new BusyGateway(directory.resolve("state"), "");
    }

    @AfterAll
    static void stop() {
        busy.close();
    }

    @Test
    void eachDocumentedMetricIsThereWithItsLabelsAndNoOther() {
        var scrape = busy.scrape();
        assertThat(PAGE.metrics()).hasSizeGreaterThan(20).allSatisfy((name, metric) -> {
            assertThat(scrape.types()).contains(new Scrape.Family(name.replaceFirst("_total$", ""), metric.kind()));
            boolean whole = !metric.kind().equals("histogram");
            for (String part : whole ? List.of("") : PARTS) {
                assertThat(scrape.series())
                        .filteredOn(series -> series.name().equals(name + part))
                        .isNotEmpty()
                        .allSatisfy(series -> assertThat(series.labelNames()).isEqualTo(metric.labels()));
            }
        });
    }

    @Test
    void eachMetricOfOursIsDocumented() {
        var names = PAGE.metrics().keySet().stream()
                .flatMap(name -> Stream.concat(Stream.of(name), PARTS.stream().map(name::concat)));
        assertThat(busy.scrape().series().stream()
                        .filter(Scrape.Series::isOurs)
                        .map(Scrape.Series::name)
                        .distinct())
                .isSubsetOf(names.toList());
    }

    @Test
    void whatHappenedIsCounted() {
        var scrape = busy.scrape();
        assertThat(scrape.sum("moltmates_turns_total", "outcome=answered")).isGreaterThanOrEqualTo(8);
        assertThat(scrape.sum("moltmates_turns_total", "outcome=failed")).isGreaterThanOrEqualTo(2);
        assertThat(scrape.sum("moltmates_deliveries_total", "channel=api", "outcome=Delivered"))
                .isGreaterThanOrEqualTo(10);
        assertThat(scrape.sum("moltmates_dead_letters_total", "topic=moltmate.ingress.dlq"))
                .isEqualTo(1);
        assertThat(scrape.sum(REFUSALS, "service=agent-service", "reason=lane_full"))
                .isGreaterThanOrEqualTo(1);
        assertThat(scrape.sum(REFUSALS, "service=sandbox-service", "reason=not_allowed"))
                .isGreaterThanOrEqualTo(2);
        assertThat(scrape.sum("gen_ai_client_operation_duration_seconds_count", "error_type=Unauthorized"))
                .isGreaterThanOrEqualTo(2);
        assertThat(scrape.sum("gen_ai_client_token_usage_sum", "gen_ai_token_type=input"))
                .isPositive();
        assertThat(scrape.sum("moltmates_sandbox_operation_duration_seconds_count", "operation=WriteFile"))
                .isGreaterThanOrEqualTo(2);
        assertThat(scrape.series().stream()
                        .filter(series -> series.name().equals(REFUSALS))
                        .flatMap(series -> series.labels().stream())
                        .filter(label -> label.startsWith("reason="))
                        .map(label -> label.substring("reason=".length()).replaceFirst("^http_\\d+$", "http_")))
                .isSubsetOf(PAGE.refusals());
    }

    @Test
    void nobodyIsNamedAndSeriesDoNotGrowWithThePeople() {
        var before = busy.scrape().ours();
        var talks = IntStream.rangeClosed(3, MANY)
                .mapToObj(number -> CompletableFuture.runAsync(() -> busy.converse("guest" + number)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(talks).orTimeout(5, TimeUnit.MINUTES).join();

        assertThat(busy.scrape().sum("moltmates_turns_total", "outcome=failed")).isGreaterThanOrEqualTo(MANY);
        assertThat(busy.scrape().ours()).isEqualTo(before).noneMatch(series -> series.contains("guest"));
    }

    @Test
    void onThePortOfThePeopleTheOperatorsTokenIsAskedFor() {
        var gateway = busy.gateway();
        var page = gateway.baseUrl().resolve("/q/metrics");
        assertThat(Scrape.of(page, gateway.operatorToken()).ours()).isNotEmpty();
        assertThatThrownBy(() -> Scrape.of(page, gateway.personToken("owner"))).hasMessageContaining("401");
    }
}
