package io.moltmates.sandbox.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {

    private static final String HOST = "Host: engine\r\n";

    @Test
    void readsOneRequestAfterTheOther() throws IOException {
        var reader = reader("POST /a HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc" + "GET /b?c=d HTTP/1.1\r\n"
                + HOST + "Connection: close\r\n\r\n");
        assertThat(reader.next(() -> {})).isEqualTo(new Request("POST", "/a", "abc", false, false));
        assertThat(reader.next(() -> {})).isEqualTo(new Request("GET", "/b?c=d", "", false, true));
        assertThat(reader.next(() -> {})).isNull();
    }

    @Test
    void readsChunks() throws IOException {
        var reader = reader("POST /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nGET /b HTTP/1.1\r\n" + HOST + "\r\n");
        assertThat(reader.next(() -> {})).isEqualTo(new Request("POST", "/a", "abc0123456789", false, false));
        assertThat(reader.next(() -> {})).isEqualTo(new Request("GET", "/b", "", false, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 1, 1\r\n\r\na",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: +1\r\n\r\na",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\na",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 0x1\r\n\r\na",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length : 1\r\n\r\na",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 1048577\r\n\r\na",
                "GET /a HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\na",
                "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + " folded: x\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "A: b\r\n c\r\n\r\n",
                "GET /a HTTP/1.1\n" + HOST + "\r\n",
                "GET /a HTTP/1.1\r\nHost: engine\n\r\n",
                "GET /a HTTP/1.1\r\nHost: en\rgine\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: en\0gine\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + HOST + "\r\n",
                "GET /a HTTP/1.1\r\n\r\n",
                "GET /a HTTP/1.0\r\n" + HOST + "\r\n",
                "GET /a HTTP/2.0\r\n" + HOST + "\r\n",
                "GET  /a HTTP/1.1\r\n" + HOST + "\r\n",
                "GET http://engine/a HTTP/1.1\r\n" + HOST + "\r\n",
                "CONNECT engine:1 HTTP/1.1\r\n" + HOST + "\r\n",
                "get /a HTTP/1.1\r\n" + HOST + "\r\n",
                "\r\nGET /a HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Upgrade: tcp\r\n\r\n",
                "GET /a HTTP/1.1\r\n" + HOST + "Connection: keep-alive, Upgrade\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: engine"
            })
    void refusesWhatTwoReadersCouldTakeForDifferentRequests(String text) {
        var reader = reader(text);
        assertThatThrownBy(() -> reader.next(() -> {})).isInstanceOf(BadRequestException.class);
    }

    @Test
    void refusesAHeadThatIsTooLong() {
        var reader = reader("GET /a HTTP/1.1\r\n" + HOST + "A: " + "x".repeat(17_000) + "\r\n\r\n");
        assertThatThrownBy(() -> reader.next(() -> {})).hasMessage("too long");
        var many = reader("GET /a HTTP/1.1\r\n" + ":\r\n".repeat(20_000));
        assertThatThrownBy(() -> many.next(() -> {})).isInstanceOf(BadRequestException.class);
    }

    /// Whatever comes, there is a request or a refusal, and never another exception or an endless loop.
    @Test
    void readsAnyBytesToAnEnd() {
        var random = new Random(20261125);
        String good = "POST /containers/create HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = (good + good).getBytes(StandardCharsets.US_ASCII);
            for (int change = random.nextInt(4); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte)
                        (random.nextBoolean()
                                ? "\r\n :;,0chunked\t".charAt(random.nextInt(16) % 15)
                                : random.nextInt(256));
            }
            assertThat(requestsIn(bytes)).isLessThanOrEqualTo(2);
        }
    }

    private static int requestsIn(byte[] bytes) {
        var reader = new RequestReader(new ByteArrayInputStream(bytes));
        int count = 0;
        try {
            while (reader.next(() -> {}) != null) {
                count++;
            }
        } catch (BadRequestException _) {
            return count;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return count;
    }

    private static RequestReader reader(String text) {
        return new RequestReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
