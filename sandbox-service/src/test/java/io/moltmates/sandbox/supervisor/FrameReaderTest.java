package io.moltmates.sandbox.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FrameReaderTest {

    private static final ByteBuffer NONCE = ByteBuffer.wrap("0123456789abcdef".getBytes(UTF_8));

    @Test
    void writesAFrameAsTheProtocolHasIt() {
        byte[] bytes = new Frame(Frame.STDOUT, 0x0102030405060708L, ByteBuffer.wrap(new byte[] {'h', 'i'})).encode();
        // the checksum is zlib.crc32 of the first 20 bytes and the payload, by another implementation
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "4d534231" + "42000000" + "0102030405060708" + "00000002" + "fa3e72e4" + "00000000" + "6869");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
    void findsEveryFrameBetweenGarbage(long seed) throws IOException {
        var random = new Random(seed);
        List<Frame> sent = new ArrayList<>();
        var stream = new ByteArrayOutputStream();
        for (int i = 0; i < 60; i++) {
            stream.writeBytes(garbage(random));
            var frame = frame(random);
            sent.add(frame);
            stream.writeBytes(frame.encode());
        }
        stream.writeBytes(garbage(random));
        var reader = new FrameReader(new InPieces(stream.toByteArray(), random));
        List<Frame> received = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        received.add(reader.next());
                    }
                })
                .isInstanceOf(EOFException.class);
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void leavesAFrameOutThatIsNotWhole() throws IOException {
        byte[] broken = new Frame(Frame.STDOUT, 1, ByteBuffer.wrap(new byte[100])).encode();
        broken[60] ^= 1;
        var stream = new ByteArrayOutputStream();
        stream.writeBytes(broken);
        stream.writeBytes(Frame.empty(Frame.PONG, 2).encode());
        assertThat(new FrameReader(new ByteArrayInputStream(stream.toByteArray())).next())
                .isEqualTo(Frame.empty(Frame.PONG, 2));
    }

    @Test
    void givesUpOnAStreamThatIsNoneOfOurs() throws IOException {
        var pipe = new MemoryPipe(); // which stays open
        pipe.out.write("MSB1MSB".repeat(200_000).getBytes(UTF_8));
        assertThatThrownBy(() -> new FrameReader(pipe.in).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no frame");
    }

    @Test
    void findsTheGreetingBehindAFrameThatNeverEnds() throws IOException {
        byte[] half = new Frame(Frame.STDOUT, 1, ByteBuffer.wrap(new byte[Frame.MAX_PAYLOAD])).encode();
        var greeting = new Frame(Frame.HELLO_ANSWER, 0, NONCE);
        var other = new Frame(Frame.HELLO_ANSWER, 0, ByteBuffer.wrap("another's nonce!".getBytes(UTF_8)));
        var pipe = new MemoryPipe(); // stays open, so that waiting for the rest of the half would be for ever
        pipe.out.write(half, 0, 1000);
        pipe.out.write(other.encode());
        pipe.out.write(greeting.encode());
        var reader = new FrameReader(pipe.in);
        reader.seek(NONCE);
        assertThat(reader.next()).isEqualTo(greeting);
    }

    private static Frame frame(Random random) {
        int size = random.nextInt(8) == 0 ? random.nextInt(Frame.MAX_PAYLOAD + 1) : random.nextInt(40);
        byte[] payload = new byte[size];
        random.nextBytes(payload);
        return new Frame(random.nextInt(256), random.nextLong(), ByteBuffer.wrap(payload));
    }

    /// Of the kinds that are hard to tell from a frame.
    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[random.nextInt(3000)];
        random.nextBytes(bytes);
        return switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> new byte[bytes.length];
            case 2 -> "MSB1MMSMSBMSB1".repeat(1 + random.nextInt(30)).getBytes(UTF_8);
            case 3 -> {
                byte[] frame = frame(random).encode();
                yield Arrays.copyOf(frame, random.nextInt(frame.length)); // the beginning of one
            }
            case 4 -> {
                byte[] frame = frame(random).encode();
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8)); // one bit of it is wrong
                yield frame;
            }
            default -> bytes;
        };
    }

    /// Gives as many bytes at once as it likes.
    private static final class InPieces extends ByteArrayInputStream {

        private final Random random;

        private InPieces(byte[] bytes, Random random) {
            super(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 1 + random.nextInt(5000)));
        }
    }
}
