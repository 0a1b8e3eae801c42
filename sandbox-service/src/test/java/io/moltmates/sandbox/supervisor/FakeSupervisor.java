package io.moltmates.sandbox.supervisor;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A supervisor that does what a test tells it, over pipes in memory. It reads what the client writes by
/// rules of its own, so that a mistake in both is needed to miss one.
final class FakeSupervisor implements AutoCloseable {

    static final String PATH = "/usr/bin/";

    final List<Exec> execs = new CopyOnWriteArrayList<>();
    final List<Long> cancels = new CopyOnWriteArrayList<>();
    final Map<Long, State> states = new ConcurrentHashMap<>();
    volatile int version = 1;
    volatile long runningRun;
    volatile boolean answersHello = true;
    volatile boolean answersPing = true;
    volatile boolean obeysCancel = true;

    private final MemoryPipe toUs = new MemoryPipe();
    private final MemoryPipe toClient = new MemoryPipe();
    private final Map<String, Behaviour> programs = new ConcurrentHashMap<>();

    /// What a program does; it runs on the thread that reads, so it may not wait for a cancellation.
    interface Behaviour {
        void run(Exec exec) throws IOException;
    }

    record Exec(
            long run,
            int wallMillis,
            int cpuSeconds,
            List<Long> limits,
            boolean writable,
            String cwd,
            List<String> operands,
            List<List<String>> stages) {

        List<String> arguments() {
            return stages.getFirst().subList(2, stages.getFirst().size());
        }
    }

    record State(int phase, String stdout, String stderr) {}

    FakeSupervisor() {
        var _ = Thread.ofVirtual().start(this::serve);
    }

    FakeSupervisor with(String program, Behaviour behaviour) {
        programs.put(program, behaviour);
        return this;
    }

    Wire wire() {
        return new Wire() {
            @Override
            public InputStream in() {
                return toClient.in;
            }

            @Override
            public OutputStream out() {
                return toUs.out;
            }

            @Override
            public void close() {
                FakeSupervisor.this.close();
            }
        };
    }

    void print(Exec exec, String text) throws IOException {
        send(Frame.STDOUT, exec.run(), text.getBytes(StandardCharsets.UTF_8));
    }

    void complain(Exec exec, String text) throws IOException {
        send(Frame.STDERR, exec.run(), text.getBytes(StandardCharsets.UTF_8));
    }

    void exit(Exec exec, int code) throws IOException {
        exit(exec.run(), 0, code, 0, "");
    }

    void exit(long run, int reason, int value, long outputBytes, String detail) throws IOException {
        send(Frame.EXIT, run, end(reason, value, outputBytes, detail));
    }

    void error(long run, int code, String message) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeShort(code);
            write(out, message);
        }
        send(Frame.ERROR, run, bytes.toByteArray());
    }

    void send(int type, long run, byte[] payload) throws IOException {
        sendRaw(new Frame(type, run, ByteBuffer.wrap(payload)).encode());
    }

    void sendRaw(byte[] bytes) throws IOException {
        toClient.out.write(bytes);
    }

    /// From now on it reads nothing, so that a client's writes block.
    void stopReading() {
        toUs.stick();
    }

    private void serve() {
        try {
            var frames = new FrameReader(new ZerosSkipped(toUs.in));
            while (true) {
                handle(frames.next());
            }
        } catch (EOFException _) {
            close();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    private void handle(Frame frame) throws IOException {
        var payload = frame.payload().duplicate();
        switch (frame.type()) {
            case Frame.HELLO -> {
                if (answersHello) {
                    send(Frame.HELLO_ANSWER, 0, hello(payload));
                }
            }
            case Frame.EXEC -> {
                var exec = exec(frame.run(), payload);
                execs.add(exec);
                programs.getOrDefault(exec.stages().getLast().get(1), _ -> {}).run(exec);
            }
            case Frame.CANCEL -> {
                cancels.add(frame.run());
                if (obeysCancel) {
                    states.computeIfPresent(frame.run(), (_, state) -> new State(2, state.stdout(), state.stderr()));
                    exit(frame.run(), 7, 0, 0, "");
                }
            }
            case Frame.QUERY -> send(Frame.STATE, frame.run(), state(frame.run()));
            case Frame.PING -> {
                if (answersPing) {
                    byte[] echo = new byte[payload.remaining()];
                    payload.get(echo);
                    send(Frame.PONG, 0, echo);
                }
            }
            default -> throw new IOException("A client does not say " + frame.type());
        }
    }

    private byte[] hello(ByteBuffer nonce) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            byte[] echo = new byte[16];
            nonce.get(echo);
            out.write(echo);
            out.writeShort(version);
            out.writeByte(7);
            out.writeLong(runningRun);
            out.writeShort(programs.size() + 1);
            for (String program : programs.keySet()) {
                write(out, program);
                write(out, PATH + program);
            }
            write(out, "missing");
            write(out, "");
        }
        return bytes.toByteArray();
    }

    private static Exec exec(long run, ByteBuffer payload) {
        int wall = payload.getInt();
        int cpu = payload.getInt();
        var limits = List.of(
                payload.getLong(),
                payload.getLong(),
                (long) payload.getInt(),
                (long) payload.getInt(),
                payload.getLong(),
                payload.getLong());
        boolean writable = payload.get() == 1;
        String cwd = text(payload);
        var operands = texts(payload);
        List<List<String>> stages = new ArrayList<>();
        int count = payload.get();
        for (int i = 0; i < count; i++) {
            List<String> stage = new ArrayList<>(List.of(text(payload)));
            stage.addAll(texts(payload));
            stages.add(stage);
        }
        return new Exec(run, wall, cpu, limits, writable, cwd, operands, stages);
    }

    private byte[] state(long run) throws IOException {
        var state = states.getOrDefault(run, new State(0, "", ""));
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(state.phase());
            write(out, state.stdout());
            write(out, state.stderr());
            if (state.phase() == 2) {
                out.write(end(0, 0, 0, ""));
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] end(int reason, int value, long outputBytes, String detail) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(reason);
            out.writeInt(value);
            out.writeLong(1500);
            out.writeLong(700);
            out.writeLong(outputBytes);
            write(out, detail);
        }
        return bytes.toByteArray();
    }

    private static List<String> texts(ByteBuffer payload) {
        List<String> texts = new ArrayList<>();
        int count = payload.getShort();
        for (int i = 0; i < count; i++) {
            texts.add(text(payload));
        }
        return texts;
    }

    private static String text(ByteBuffer payload) {
        byte[] bytes = new byte[payload.getInt()];
        payload.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// The container is gone; what was said before still arrives.
    @Override
    public void close() {
        toUs.close();
        toClient.close();
    }

    /// A client begins with zeros, which no frame does.
    private static final class ZerosSkipped extends InputStream {

        private static final int EXPECTED = 28 + 131072;

        private final InputStream in;
        private int left = EXPECTED;

        private ZerosSkipped(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            while (left > 0) {
                byte[] zeros = new byte[left];
                int count = in.read(zeros, 0, left);
                if (count < 0) {
                    return -1;
                }
                for (int i = 0; i < count; i++) {
                    if (zeros[i] != 0) {
                        throw new IOException("Expected " + left + " more zeros");
                    }
                }
                left -= count;
            }
            return in.read(bytes, from, length);
        }
    }
}
