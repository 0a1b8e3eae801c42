package io.moltmates.sandbox.proxy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/// One HTTP answer, whole.
///
/// @param type of the body
record Answer(int status, String type, String body) {

    static final String JSON = "application/json";

    /// One of the proxy's own, in the engine's form.
    static Answer of(int status, String message) {
        var body = JsonNodeFactory.instance.objectNode().put("message", message);
        return new Answer(status, JSON, body.toString());
    }

    /// As it goes over the wire.
    ///
    /// @param last whether the connection ends behind it
    byte[] bytes(boolean last) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        boolean empty = status == 204 || status == 304;
        String head = "HTTP/1.1 " + status + " " + reason() + "\r\n"
                + (empty ? "" : "Content-Type: " + type + "\r\nContent-Length: " + length + "\r\n")
                + (last ? "Connection: close\r\n" : "")
                + "\r\n";
        return empty ? head.getBytes(StandardCharsets.UTF_8) : (head + body).getBytes(StandardCharsets.UTF_8);
    }

    private String reason() {
        return status < 400 ? "OK" : "Not done";
    }
}
