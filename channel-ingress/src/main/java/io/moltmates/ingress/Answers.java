package io.moltmates.ingress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.moltmates.schema.RecordCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/// Writes answers, and reads small bodies, of our own HTTP endpoints.
public final class Answers {

    private Answers() {}

    public static void json(RoutingContext context, int status, JsonNode body) {
        bytes(context, status, RecordCodec.write(body));
    }

    public static void bytes(RoutingContext context, int status, byte[] json) {
        var response = context.response();
        if (!response.ended() && !response.closed()) {
            response.setStatusCode(status)
                    .putHeader("Content-Type", "application/json; charset=utf-8")
                    .end(Buffer.buffer(json));
        }
    }

    /// `{"error":"sentence"}`
    public static void error(RoutingContext context, int status, String sentence) {
        json(context, status, JsonNodeFactory.instance.objectNode().put("error", sentence));
    }

    /// Reads the whole body, on the event loop. One that is too long is answered by `tooLong`, and the connection
    /// closed after that.
    public static void body(RoutingContext context, int mostBytes, Consumer<Buffer> then, Runnable tooLong) {
        var request = context.request();
        var body = Buffer.buffer();
        var over = new boolean[1];
        request.handler(part -> {
            if (over[0]) {
                return;
            }
            if (body.length() + part.length() > mostBytes) {
                over[0] = true;
                context.response().putHeader("Connection", "close");
                tooLong.run();
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> {
            if (!over[0]) {
                then.accept(body);
            }
        });
        request.resume();
    }
}
