package io.moltmates.sandbox.supervisor;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// One message as the protocol has it: a header of 28 bytes, then the payload; all numbers big-endian.
///
/// The header is `MSB1`, the type (1 byte), three zero bytes, the run (8), the payload's length (4), the
/// CRC-32 of all of that and the payload (4), and four zero bytes.
///
/// @param run which run is meant, see [RunId]; 0 where none is
record Frame(int type, long run, ByteBuffer payload) {

    static final int MAGIC = 0x4D534231;
    static final int HEADER = 28;
    static final int MAX_PAYLOAD = 128 << 10;

    static final int HELLO = 1;
    static final int EXEC = 2;
    static final int CANCEL = 3;
    static final int QUERY = 4;
    static final int PING = 5;

    static final int HELLO_ANSWER = 65;
    static final int STDOUT = 66;
    static final int STDERR = 67;
    static final int EXIT = 68;
    static final int PONG = 69;
    static final int STATE = 70;
    static final int ERROR = 71;

    private static final int CHECKED = 20;

    Frame {
        if (payload.remaining() > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "A payload has " + payload.remaining() + " bytes. Allowed are " + MAX_PAYLOAD + ".");
        }
        payload = payload.asReadOnlyBuffer();
    }

    static Frame empty(int type, long run) {
        return new Frame(type, run, ByteBuffer.allocate(0));
    }

    byte[] encode() {
        int length = payload.remaining();
        var bytes = ByteBuffer.allocate(HEADER + length);
        bytes.putInt(MAGIC).putInt(type << 24).putLong(run).putInt(length);
        bytes.put(HEADER, payload, payload.position(), length);
        bytes.putInt(checksum(bytes.array(), 0, length)).putInt(0);
        return bytes.array();
    }

    /// Of the frame that starts at `from`.
    static int checksum(byte[] bytes, int from, int payloadLength) {
        var crc = new CRC32();
        crc.update(bytes, from, CHECKED);
        crc.update(bytes, from + HEADER, payloadLength);
        return (int) crc.getValue();
    }
}
