package io.moltmates.agent.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Knows which models there are and gives the one that a turn uses.
public interface Models {

    /// The model that was asked for (`provider/model`, or a bare name), else the configured one; its client falls back
    /// to the next
    /// configured model by itself. Never blocks for long.
    Choice choose(@Nullable String wanted);

    /// The first of these, written as for [#choose]; its client falls back to the others, and to no more.
    ///
    /// @param wanted at least one
    default Choice chooseOf(List<String> wanted) {
        return choose(wanted.getFirst());
    }

    /// The models that the operator named, the first one first.
    List<ModelReference> configured();

    /// Who writes down what is said in recordings; null if nobody can.
    default @Nullable Transcriber transcriber() {
        return null;
    }

    /// A model to use: the client asks it, the profile says what fits into a request.
    ///
    /// @param effort whether it may be told how long to think, though it also answers without
    record Choice(ModelReference reference, ModelProfile profile, ModelClient client, boolean effort) {

        public Choice(ModelReference reference, ModelProfile profile, ModelClient client) {
            this(reference, profile, client, false);
        }

        /// Whether the model may be told how long to think.
        public boolean takesEffort() {
            return profile.reasoning() || effort;
        }

        /// Whether it is the built-in stand-in, which understands nothing.
        public boolean isDemo() {
            return reference.provider().equals(DemoModelClient.NAME);
        }
    }
}
