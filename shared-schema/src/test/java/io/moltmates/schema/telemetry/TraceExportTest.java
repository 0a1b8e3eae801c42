package io.moltmates.schema.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceExportTest {

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "http://collector:4318/, http://collector:4318/v1/traces",
        "https://otel.example/tenant, https://otel.example/tenant/v1/traces",
        "http://collector:4318/v1/traces, http://collector:4318/v1/traces",
    })
    void tracesGoToThePathThatOtlpGivesThem(URI endpoint, String traces) {
        assertThat(TraceExport.traces(endpoint)).isEqualTo(traces);
    }
}
