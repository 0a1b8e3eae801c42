package io.moltmates.sandbox.supervisor;

import io.moltmates.sandbox.supervisor.RunEnd.Reason;
import java.net.ProtocolException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a supervisor says.
sealed interface Reply {

    /// By their numbers in the protocol.
    List<Phase> PHASES = List.of(Phase.UNKNOWN, Phase.RUNNING, Phase.ENDED);

    /// By their numbers in the protocol.
    List<Reason> REASONS = List.of(
            Reason.EXITED,
            Reason.SIGNAL,
            Reason.TIME,
            Reason.OUTPUT,
            Reason.MEMORY,
            Reason.FILE_SIZE,
            Reason.CPU,
            Reason.CANCELLED,
            Reason.QUOTA,
            Reason.REFUSED,
            Reason.NOT_STARTED);

    record Hello(Greeting greeting) implements Reply {}

    record Output(long run, boolean isError, ByteBuffer bytes) implements Reply {}

    /// Nothing of the run is left.
    record Exit(long run, RunEnd end) implements Reply {}

    record Pong(ByteBuffer echo) implements Reply {}

    /// @param end only of a run that has ended
    record State(
            long run,
            Phase phase,
            ByteBuffer stdout,
            ByteBuffer stderr,
            @Nullable RunEnd end) implements Reply {}

    record Fault(long run, int code, String message) implements Reply {

        static final int MALFORMED = 1;
        static final int BUSY = 2;
        static final int BAD_REQUEST = 3;
    }

    /// Of a later version; nothing depends on it.
    record Unknown(int type) implements Reply {}

    enum Phase {
        UNKNOWN,
        RUNNING,
        ENDED
    }

    /// @throws ProtocolException if the payload is not what its type has
    static Reply of(Frame frame) throws ProtocolException {
        var payload = frame.payload().duplicate();
        try {
            return switch (frame.type()) {
                case Frame.HELLO_ANSWER -> hello(payload);
                case Frame.STDOUT -> new Output(frame.run(), false, payload);
                case Frame.STDERR -> new Output(frame.run(), true, payload);
                case Frame.EXIT -> new Exit(frame.run(), end(payload));
                case Frame.PONG -> new Pong(payload);
                case Frame.STATE -> state(frame.run(), payload);
                case Frame.ERROR -> new Fault(frame.run(), payload.getShort() & 0xFFFF, text(payload));
                default -> new Unknown(frame.type());
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException _) {
            throw new ProtocolException("A frame of type " + frame.type() + " has not what belongs in it");
        }
    }

    private static Reply hello(ByteBuffer payload) {
        bytes(payload, Connection.NONCE);
        int version = payload.getShort() & 0xFFFF;
        int landlock = payload.get() & 0xFF;
        long running = payload.getLong();
        int count = payload.getShort() & 0xFFFF;
        Map<String, String> programs = new HashMap<>();
        for (int i = 0; i < count; i++) {
            programs.put(text(payload), text(payload));
        }
        return new Hello(new Greeting(version, landlock, running, programs));
    }

    private static Reply state(long run, ByteBuffer payload) {
        var phase = PHASES.get(payload.get());
        var stdout = bytes(payload, payload.getInt());
        var stderr = bytes(payload, payload.getInt());
        return new State(run, phase, stdout, stderr, phase == Phase.ENDED ? end(payload) : null);
    }

    private static RunEnd end(ByteBuffer payload) {
        var reason = REASONS.get(payload.get());
        return new RunEnd(
                reason, payload.getInt(), payload.getLong(), payload.getLong(), payload.getLong(), text(payload));
    }

    private static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(bytes(payload, payload.getInt())).toString();
    }

    /// @throws IndexOutOfBoundsException also if the length is negative
    private static ByteBuffer bytes(ByteBuffer payload, int length) {
        var bytes = payload.slice(payload.position(), length);
        payload.position(payload.position() + length);
        return bytes;
    }
}
