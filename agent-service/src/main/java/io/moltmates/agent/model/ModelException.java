package io.moltmates.agent.model;

import org.jspecify.annotations.Nullable;

/// There is no complete answer: the fault is for the program and the person, the message and the cause are for the log.
public final class ModelException extends RuntimeException {

    private final transient ModelFault fault;

    public ModelException(ModelFault fault, String detail) {
        this(fault, detail, null);
    }

    public ModelException(ModelFault fault, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.fault = fault;
    }

    public ModelFault fault() {
        return fault;
    }
}
