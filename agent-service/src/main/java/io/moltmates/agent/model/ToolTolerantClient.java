package io.moltmates.agent.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Asks a model without tools once its server has said that this model takes none, as many small local models do.
final class ToolTolerantClient implements ModelClient {

    private static final Logger LOG = Logger.getLogger(ToolTolerantClient.class);

    private final ModelReference reference;
    private final ModelClient client;
    private volatile boolean takesTools = true;

    ToolTolerantClient(ModelReference reference, ModelClient client) {
        this.reference = reference;
        this.client = client;
    }

    @Override
    public ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation) {
        if (takesTools && !request.tools().isEmpty()) {
            try {
                return client.answer(request, listener, cancellation);
            } catch (ModelException e) {
                if (!refusesTools(e)) {
                    throw e;
                }
                takesTools = false;
                LOG.warnf("model takes no tools, so it is asked without: model=%s error=%s", reference, e.getMessage());
            }
        }
        return client.answer(withoutTools(request), listener, cancellation);
    }

    private static boolean refusesTools(ModelException e) {
        boolean refused = e.fault() instanceof ModelFault.BadRequest || e.fault() instanceof ModelFault.NoSuchModel;
        var words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return refused
                && Stream.of(
                                "does not support tools",
                                "support tool use",
                                "enable-auto-tool-choice",
                                "does not support function")
                        .anyMatch(words::contains);
    }

    private static ModelRequest withoutTools(ModelRequest request) {
        return new ModelRequest(
                request.system(),
                request.messages(),
                List.of(),
                request.maxTokens(),
                request.temperature(),
                request.reasoningEffort());
    }
}
