package io.moltmates.schema;

import java.util.LinkedHashMap;
import java.util.Map;

/// The headers of every record: CloudEvents 1.0 attributes in the Kafka binding's binary mode, and the W3C trace
/// context.
public final class CloudEvents {

    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    public static final String SOURCE = "ce_source";
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String TIME = "ce_time";
    public static final String SUBJECT = "ce_subject";
    public static final String CONTENT_TYPE = "content-type";
    public static final String TRACEPARENT = "traceparent";

    private static final String TYPE_PREFIX = "io.moltmates.";

    private CloudEvents() {}

    /// @param service who writes it, such as `agent-service`
    /// @param time ISO 8601
    public static Map<String, String> headers(TopicRecord message, String service, String time, String traceparent) {
        var headers = new LinkedHashMap<String, String>(16);
        headers.put(SPEC_VERSION, "1.0");
        headers.put(ID, message.id());
        headers.put(TYPE, type(message.getClass()));
        headers.put(SOURCE, "/moltmates/" + service);
        headers.put(TIME, time);
        headers.put(SUBJECT, message.user().value());
        headers.put(CONTENT_TYPE, "application/json");
        headers.put(TRACEPARENT, traceparent);
        return headers;
    }

    /// The CloudEvents type of a record class, such as `io.moltmates.TurnRequest`.
    public static String type(Class<?> record) {
        return TYPE_PREFIX + record.getSimpleName();
    }
}
