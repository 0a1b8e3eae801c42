package io.moltmates.sandbox.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

/// Bytes from any thread to any other; holds so many writes and then blocks, like a pipe.
final class MemoryPipe {

    private static final int WRITES = 64;

    private final Queue<byte[]> chunks = new ArrayDeque<>();
    private int taken;
    private boolean closed;
    private boolean stuck;

    final OutputStream out = new OutputStream() {
        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, from, copy, 0, length);
            put(copy);
        }
    };

    final InputStream in = new InputStream() {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return take(bytes, from, length);
        }
    };

    private synchronized void put(byte[] bytes) throws IOException {
        try {
            while (!closed && (stuck || chunks.size() >= WRITES)) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (closed) {
            throw new IOException("Broken pipe");
        }
        chunks.add(bytes);
        notifyAll();
    }

    private synchronized int take(byte[] bytes, int from, int length) throws IOException {
        try {
            while (chunks.isEmpty() && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        if (chunks.isEmpty()) {
            return -1;
        }
        byte[] chunk = Objects.requireNonNull(chunks.peek());
        int count = Math.min(length, chunk.length - taken);
        System.arraycopy(chunk, taken, bytes, from, count);
        taken += count;
        if (taken == chunk.length) {
            chunks.remove();
            taken = 0;
        }
        notifyAll();
        return count;
    }

    /// From now on nobody can write, as when the reader has stopped.
    synchronized void stick() {
        stuck = true;
    }

    /// What was written can still be read.
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("Interrupted", e);
    }
}
