package io.moltmates.schema.config;

/// The protocol that a provider speaks.
public enum Dialect {
    OPENAI,
    ANTHROPIC,
    OLLAMA
}
