package io.moltmates.agent.model;

import io.moltmates.agent.model.Models.Choice;
import java.util.List;

/// Asks one model after the other until one answers, as [Repetition] says.
final class FallbackModelClient implements ModelClient {

    private final List<Choice> choices;

    FallbackModelClient(List<Choice> choices) {
        this.choices = List.copyOf(choices);
    }

    @Override
    public ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation) {
        var shown = new Shown(listener);
        return Repetition.of(
                choices,
                Choice::reference,
                choice -> choice.client().answer(request, shown, cancellation),
                () -> shown.any,
                cancellation);
    }

    /// Knows whether the person has seen a word.
    private static final class Shown implements ModelListener {

        private final ModelListener listener;
        private boolean any;

        private Shown(ModelListener listener) {
            this.listener = listener;
        }

        @Override
        public void onText(String delta) {
            any = true;
            listener.onText(delta);
        }
    }
}
