package io.moltmates.agent.model;

/// A tool that the model may ask for; `inputSchema` is a JSON Schema whose type is `object`.
public record ModelTool(String name, String description, String inputSchema) {}
