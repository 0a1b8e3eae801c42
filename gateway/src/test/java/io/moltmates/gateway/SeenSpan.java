package io.moltmates.gateway;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A span as a receiver of traces sees it.
///
/// @param kind `server`, `producer`, `consumer`, `client` or `internal`
/// @param parentId empty for the first span of a trace
/// @param attributes values as text; a list as its parts with commas between
record SeenSpan(
        String service,
        String instance,
        String name,
        String kind,
        String traceId,
        String spanId,
        String parentId,
        long startedAt,
        long endedAt,
        boolean failed,
        Map<String, String> attributes) {

    static SeenSpan of(Resource resource, Span span) {
        var about = values(resource.getAttributesList());
        return new SeenSpan(
                about.getOrDefault("service.name", ""),
                about.getOrDefault("service.instance.id", ""),
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", "").toLowerCase(Locale.ROOT),
                HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                span.getStartTimeUnixNano(),
                span.getEndTimeUnixNano(),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                values(span.getAttributesList()));
    }

    boolean isFirst() {
        return parentId.isEmpty();
    }

    String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }

    @Override
    public String toString() {
        return service + " " + name + " " + kind + (failed ? " failed " : " ") + attributes;
    }

    private static Map<String, String> values(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, entry -> text(entry.getValue())));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(SeenSpan::text)
                        .collect(Collectors.joining(","));
            default -> throw new IllegalArgumentException("A value of a kind that no span of ours has: " + value);
        };
    }
}
