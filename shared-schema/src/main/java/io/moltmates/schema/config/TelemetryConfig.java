package io.moltmates.schema.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is told to monitoring, and where to.
///
/// @param enabled whether traces are sent to `endpoint`
/// @param endpoint the base address of an OTLP receiver that speaks HTTP with protobuf
/// @param sampling the part of all traces that is sent, from 0 to 1
/// @param content whether spans hold what people, models and tools wrote
/// @param metrics whether services count and measure, for `/q/metrics`
/// @param metricsAddress `host:port` at which channel-ingress shows its metrics without a token; null shows them
/// nowhere but to the operator
/// @param stuckAfter a turn that made no step for so long is stuck
public record TelemetryConfig(
        boolean enabled,
        URI endpoint,
        double sampling,
        boolean content,
        boolean metrics,
        @Nullable String metricsAddress,
        Duration stuckAfter) {

    public static final TelemetryConfig DEFAULT = new TelemetryConfig(
            false, URI.create("http://localhost:4318"), 1.0, false, true, null, Duration.ofMinutes(10));

    public TelemetryConfig {
        if (endpoint.getHost() == null
                || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
            throw new InvalidSetting(
                    "endpoint",
                    "is not the address of an OTLP receiver",
                    "Write it like http://localhost:4318, the port of OTLP over HTTP.");
        }
        Check.range("sampling", sampling, 0.0, 1.0);
        if (metricsAddress != null && !metricsAddress.matches("(\\[[0-9a-fA-F:]+]|[^:\\s/]+):\\d{1,5}")) {
            throw new InvalidSetting(
                    "metricsAddress", "is not an address to listen on", "Write host:port, such as 127.0.0.1:9464.");
        }
        Check.range("stuckAfter", stuckAfter, Duration.ofSeconds(10), Duration.ofDays(1));
    }
}
