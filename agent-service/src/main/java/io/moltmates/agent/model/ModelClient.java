package io.moltmates.agent.model;

/// The seam to a language model: asks one question and returns the whole answer.
public interface ModelClient {

    /// Blocks until the answer is complete; call it on a virtual thread. Text goes to the listener as it arrives, on
    /// the calling thread.
    ///
    /// @throws ModelException for every way in which there is no complete answer, a cancellation included
    ModelAnswer answer(ModelRequest request, ModelListener listener, Cancellation cancellation);
}
