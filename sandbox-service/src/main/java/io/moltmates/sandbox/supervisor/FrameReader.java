package io.moltmates.sandbox.supervisor;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Finds the frames in a stream, whatever else is in it: what is no frame is skipped byte by byte, up to
/// [#MAX_GARBAGE] bytes between two frames.
///
/// Holds one frame at most. Not thread-safe.
final class FrameReader {

    static final int MAX_GARBAGE = 1 << 20;

    private static final int INITIAL = 16 << 10;

    private final InputStream in;
    private byte[] bytes = new byte[INITIAL];
    private ByteBuffer view = ByteBuffer.wrap(bytes);
    private int start;
    private int end;
    private int skipped;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /// Skips all, without a bound, until the greeting's answer with this nonce begins.
    ///
    /// What comes before it may be anything, also the beginning of a frame that never ends; nobody else
    /// can know the nonce.
    void seek(ByteBuffer nonce) throws IOException {
        int needed = Frame.HEADER + nonce.remaining();
        while (true) {
            if (!has(needed)) {
                throw new EOFException("The stream ended before the greeting was answered");
            }
            if (view.getInt(start) == Frame.MAGIC
                    && bytes[start + 4] == Frame.HELLO_ANSWER
                    && view.slice(start + Frame.HEADER, nonce.remaining()).equals(nonce)) {
                return;
            }
            skip();
        }
    }

    /// Blocks until there is one.
    ///
    /// @throws EOFException at the stream's end
    /// @throws IOException also when there is too much between two frames
    Frame next() throws IOException {
        while (has(Frame.HEADER)) {
            int length = payloadLength();
            if (length >= 0
                    && has(Frame.HEADER + length)
                    && Frame.checksum(bytes, start, length) == view.getInt(start + 20)) {
                return take(length);
            }
            skipped += skip();
            if (skipped > MAX_GARBAGE) {
                throw new IOException("More than " + MAX_GARBAGE + " bytes that are no frame");
            }
        }
        throw new EOFException("The stream ended");
    }

    /// Of the frame that seems to start here; -1 if none does.
    private int payloadLength() {
        if (view.getInt(start) != Frame.MAGIC || view.getInt(start + 24) != 0) {
            return -1;
        }
        int length = view.getInt(start + 16);
        boolean isReservedZero = (view.getInt(start + 4) & 0xFFFFFF) == 0;
        return isReservedZero && length <= Frame.MAX_PAYLOAD ? length : -1;
    }

    private Frame take(int length) {
        var payload = ByteBuffer.wrap(Arrays.copyOfRange(bytes, start + Frame.HEADER, start + Frame.HEADER + length));
        var frame = new Frame(bytes[start + 4] & 0xFF, view.getLong(start + 8), payload);
        start += Frame.HEADER + length;
        skipped = 0;
        return frame;
    }

    /// To the next byte that a frame could start with.
    private int skip() {
        int from = start++;
        while (start < end && bytes[start] != 'M') {
            start++;
        }
        return start - from;
    }

    /// Reads until there are so many bytes.
    ///
    /// @return whether the stream has them
    private boolean has(int count) throws IOException {
        while (end - start < count) {
            makeRoom(count);
            int read = in.read(bytes, end, bytes.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    /// A large frame's room is given back when it is done.
    private void makeRoom(int count) {
        int held = end - start;
        int size = Math.max(INITIAL, count);
        if (start > 0 || bytes.length < size) {
            byte[] room = bytes.length == size ? bytes : new byte[size];
            System.arraycopy(bytes, start, room, 0, held);
            bytes = room;
            view = ByteBuffer.wrap(bytes);
            start = 0;
            end = held;
        }
    }
}
