package io.moltmates.ingress.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.moltmates.schema.LiveEvent;
import io.moltmates.schema.OutboundMessage;
import io.moltmates.schema.UserId;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;

/// One chat completion request while it is held open: writes the answer when it comes, or as it grows.
///
/// A stream's headers are sent with the first words, or after some seconds, so that a turn that is refused at once has
/// a proper status. Everything happens on the request's own event loop.
final class ChatExchange implements ApiChannel.HeldRequest {

    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration QUIET = Duration.ofSeconds(10);

    private final RoutingContext context;
    private final Context loop;
    private final UserId user;
    private final ChatRequest request;
    private final String key;
    private final ChatAnswer answer;
    private final Runnable leave;
    private final StreamedText text = new StreamedText();
    private final long since = System.nanoTime();
    private long lastWrite = since;
    private boolean begun;
    private boolean done;

    /// @param key under which the answer can be asked for again
    /// @param leave called when this one waits no longer although there is no answer
    ChatExchange(
            RoutingContext context, UserId user, ChatRequest request, String key, String messageId, Runnable leave) {
        this.context = context;
        this.loop = context.vertx().getOrCreateContext();
        this.user = user;
        this.request = request;
        this.key = key;
        this.answer = new ChatAnswer(messageId, Instant.now().getEpochSecond(), request.model());
        this.leave = leave;
    }

    @Override
    public String person() {
        return user.value();
    }

    void onlyFinal() {
        text.onlyFinal();
    }

    @Override
    public void grows(LiveEvent event) {
        if (request.stream()) {
            loop.runOnContext(_ -> more(text.take(event)));
        }
    }

    @Override
    public void ends(OutboundMessage message) {
        loop.runOnContext(_ -> {
            switch (ChatAnswer.Ending.of(message)) {
                case ChatAnswer.Ending.Answered answered when request.stream() -> finish(answered);
                case ChatAnswer.Ending.Answered(var whole, var usage) ->
                    ApiAnswers.json(context, 200, answer.whole(whole, usage));
                case ChatAnswer.Ending.Failed(var error) -> refuse(error);
                case ChatAnswer.Ending.NotYet _ -> {
                    return;
                }
            }
            done = true;
        });
    }

    @Override
    public void fails(ApiError error) {
        loop.runOnContext(_ -> {
            refuse(error);
            done = true;
        });
    }

    @Override
    public void ticks() {
        loop.runOnContext(_ -> {
            if (done) {
                return;
            }
            long now = System.nanoTime();
            if (now - since > LONGEST.toNanos()) {
                done = true;
                leave.run();
                refuse(new ApiError(
                        504,
                        "The answer takes longer than " + LONGEST.toMinutes() + " minutes. It is kept: send the same"
                                + " request with the header 'Idempotency-Key: " + key + "' to get it.",
                        "timeout_error",
                        null,
                        "answer_pending",
                        false));
            } else if (request.stream() && now - lastWrite > QUIET.toNanos()) {
                begin();
                write(": the answer is being worked on\n\n");
            }
        });
    }

    private void more(String piece) {
        if (!piece.isEmpty() && !done) {
            begin();
            event(answer.more(piece, request.includeUsage()));
        }
    }

    private void finish(ChatAnswer.Ending.Answered answered) {
        begin();
        more(text.finish(answered.text()));
        event(answer.end(request.includeUsage()));
        if (request.includeUsage()) {
            event(answer.usageChunk(answered.usage()));
        }
        write("data: [DONE]\n\n");
        endStream();
    }

    private void refuse(ApiError error) {
        if (begun) {
            event(error.json());
            write("data: [DONE]\n\n");
            endStream();
        } else {
            ApiAnswers.error(context, error);
        }
    }

    private void begin() {
        if (!begun && !context.response().closed()) {
            begun = true;
            context.response()
                    .setChunked(true)
                    .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                    .putHeader("X-Accel-Buffering", "no");
            event(answer.begin(request.includeUsage()));
        }
    }

    private void event(ObjectNode data) {
        write("data: " + data + "\n\n");
    }

    private void write(String text) {
        lastWrite = System.nanoTime();
        var response = context.response();
        if (!response.closed() && !response.ended()) {
            var _ = response.write(text);
        }
    }

    private void endStream() {
        var response = context.response();
        if (!response.closed() && !response.ended()) {
            var _ = response.end();
        }
    }
}
