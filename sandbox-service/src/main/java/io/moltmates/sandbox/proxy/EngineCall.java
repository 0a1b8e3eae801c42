package io.moltmates.sandbox.proxy;

/// The calls of the engine's API that sandbox-service makes, and no others; [EngineCalls] reads them.
sealed interface EngineCall {

    /// Whether the engine is there.
    record Ping() implements EngineCall {}

    record InspectImage(String name) implements EngineCall {}

    record Create(String name) implements EngineCall {}

    /// Of containers; which ones is not the caller's to say.
    record ListAll() implements EngineCall {}

    /// About one container, by its id or name.
    sealed interface OfContainer extends EngineCall {

        String container();
    }

    record Inspect(String container) implements OfContainer {}

    record Start(String container) implements OfContainer {}

    record Attach(String container) implements OfContainer {}

    record Rename(String container, String name) implements OfContainer {}

    record Remove(String container) implements OfContainer {}
}
