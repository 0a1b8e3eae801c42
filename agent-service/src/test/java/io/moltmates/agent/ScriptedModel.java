package io.moltmates.agent;

import io.moltmates.agent.model.Cancellation;
import io.moltmates.agent.model.ModelAnswer;
import io.moltmates.agent.model.ModelAnswer.FinishReason;
import io.moltmates.agent.model.ModelAnswer.Usage;
import io.moltmates.agent.model.ModelClient;
import io.moltmates.agent.model.ModelException;
import io.moltmates.agent.model.ModelFault;
import io.moltmates.agent.model.ModelListener;
import io.moltmates.agent.model.ModelProfile;
import io.moltmates.agent.model.ModelReference;
import io.moltmates.agent.model.ModelRequest;
import io.moltmates.agent.model.Models;
import io.moltmates.agent.model.ToolCall;
import io.moltmates.agent.model.Transcriber;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A model that answers as it was told, and "ok" when it was told nothing more; remembers what it was asked.
final class ScriptedModel implements Models, ModelClient {

    static final ModelReference REFERENCE = new ModelReference("test", "scripted");
    static final ModelReference OTHER = new ModelReference("test", "other");

    final List<ModelRequest> requests = new java.util.concurrent.CopyOnWriteArrayList<>();
    final AtomicInteger sent = new AtomicInteger();
    volatile ModelProfile profile = new ModelProfile(100_000, 4_096, true, true, false);
    private final Queue<Function<ModelRequest, ModelAnswer>> script = new ConcurrentLinkedQueue<>();
    private volatile Runnable before = () -> {};
    volatile @Nullable Transcriber transcriber;
    volatile List<String> asked = List.of();

    ScriptedModel says(String text) {
        script.add(_ -> answer(text));
        return this;
    }

    ScriptedModel asksFor(String tool, String arguments) {
        script.add(_ -> new ModelAnswer(
                "",
                List.of(new ToolCall("call1", tool, arguments)),
                new Usage(10, 5, 0, 0),
                FinishReason.TOOL_CALLS,
                REFERENCE));
        return this;
    }

    ScriptedModel fails(ModelFault fault) {
        script.add(_ -> {
            throw new ModelException(fault, "as told");
        });
        return this;
    }

    /// Says something, then hangs until somebody cancels the call.
    ScriptedModel hangs(CountDownLatch begun) {
        script.add(_ -> {
            begun.countDown();
            throw new HangException();
        });
        return this;
    }

    /// Is frozen meanwhile, right before its request is sent.
    ScriptedModel sendsAfter(Runnable meanwhile) {
        script.add(_ -> {
            meanwhile.run();
            throw new AboutToSendException();
        });
        return this;
    }

    /// Runs at the next call, before its answer.
    void before(Runnable action) {
        before = action;
    }

    int calls() {
        return requests.size();
    }

    static ModelAnswer answer(String text) {
        return new ModelAnswer(text, List.of(), new Usage(10, 5, 0, 0), FinishReason.STOP, REFERENCE);
    }

    @Override
    public ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation) {
        requests.add(request);
        before.run();
        var next = script.poll();
        try {
            var answer = next == null ? answer("ok") : next.apply(request);
            if (!answer.text().isEmpty()) {
                listener.onText(answer.text());
            }
            return answer;
        } catch (AboutToSendException _) {
            if (!cancellation.lastLook()) {
                throw new ModelException(new ModelFault.Cancelled(), "not wanted any more");
            }
            sent.incrementAndGet();
            return answer("sent");
        } catch (HangException _) {
            listener.onText("so far");
            var cancelled = new CountDownLatch(1);
            try (var _ = cancellation.onCancel(cancelled::countDown)) {
                cancelled.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            throw new ModelException(new ModelFault.Cancelled(), "cancelled");
        }
    }

    @Override
    public Choice choose(@Nullable String wanted) {
        return new Choice(REFERENCE, profile, this);
    }

    @Override
    public Choice chooseOf(List<String> wanted) {
        asked = wanted;
        return new Choice(REFERENCE, profile, this);
    }

    @Override
    public @Nullable Transcriber transcriber() {
        return transcriber;
    }

    @Override
    public List<ModelReference> configured() {
        return List.of(REFERENCE, OTHER);
    }

    private static final class AboutToSendException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final class HangException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
