package io.moltmates.sandbox.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads HTTP/1.1 requests, strictly: what two readers could take for different requests is refused.
///
/// Lines end with CR LF; names and values are printable ASCII; a header comes once; a body has either one
/// length in digits or chunks without extensions and trailers. A head has 16 KB at most, a body 1 MB.
final class RequestReader {

    private static final int MAX_HEAD = 16 << 10;
    private static final int MAX_BODY = 1 << 20;
    private static final int MAX_CHUNK_LINE = 16;

    private final InputStream in;

    RequestReader(InputStream in) {
        this.in = in;
    }

    /// Blocks until there is one.
    ///
    /// @param begun run when its first byte is there
    /// @return null at the end of the stream
    @Nullable
    Request next(Runnable begun) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        begun.run();
        var head = new Lines(first, MAX_HEAD);
        String[] words = head.next().split(" ", -1);
        if (words.length != 3
                || !words[0].matches("[A-Z]{1,16}")
                || !words[1].matches("/[!-~]*")
                || !words[2].equals("HTTP/1.1")) {
            throw new BadRequestException("not a request of HTTP/1.1");
        }
        var headers = headers(head);
        if (!headers.containsKey("host")) {
            throw new BadRequestException("no Host");
        }
        if (headers.containsKey("expect") || headers.containsKey("trailer")) {
            throw new BadRequestException("Expect and Trailer are not known here");
        }
        String connection = headers.getOrDefault("connection", "keep-alive").toLowerCase(Locale.ROOT);
        boolean upgrade = headers.containsKey("upgrade");
        if (!(upgrade ? connection.equals("upgrade") : connection.matches("keep-alive|close"))) {
            throw new BadRequestException("Connection is not clear");
        }
        if (upgrade && !headers.getOrDefault("upgrade", "").equals("tcp")) {
            throw new BadRequestException("Upgrade to something else than tcp");
        }
        return new Request(
                words[0],
                words[1],
                new String(body(headers), StandardCharsets.UTF_8),
                upgrade,
                connection.equals("close"));
    }

    private static Map<String, String> headers(Lines head) throws IOException {
        var headers = new HashMap<String, String>();
        while (true) {
            String line = head.next();
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1 || !line.substring(0, colon).matches("[A-Za-z0-9_-]+")) {
                throw new BadRequestException("not a header");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (headers.put(name, line.substring(colon + 1).strip()) != null) {
                throw new BadRequestException("a header twice");
            }
        }
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        String coding = headers.get("transfer-encoding");
        if (length != null && coding != null) {
            throw new BadRequestException("two lengths");
        }
        if (coding != null) {
            if (!coding.equals("chunked")) {
                throw new BadRequestException("Transfer-Encoding other than chunked");
            }
            return chunks();
        }
        if (length == null) {
            return new byte[0];
        }
        if (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > MAX_BODY) {
            throw new BadRequestException("Content-Length is no length, or too long");
        }
        return exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            String size = new Lines(-1, MAX_CHUNK_LINE).next();
            if (!size.matches("[0-9a-fA-F]{1,6}")) {
                throw new BadRequestException("not a chunk");
            }
            int count = Integer.parseInt(size, 16);
            if (body.size() + count > MAX_BODY) {
                throw new BadRequestException("the body is too long");
            }
            body.writeBytes(exactly(count));
            if (in.read() != '\r' || in.read() != '\n') {
                throw new BadRequestException("a chunk does not end");
            }
            if (count == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new BadRequestException("the body ends early");
        }
        return bytes;
    }

    /// Lines of a limited number of bytes altogether.
    private final class Lines {

        private int pushedBack;
        private int left;

        /// @param first what was read already
        Lines(int first, int limit) {
            pushedBack = first;
            left = limit;
        }

        String next() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int one = take(); one != '\r'; one = take()) {
                if (left-- <= 0) {
                    throw new BadRequestException("too long");
                }
                if ((one < ' ' || one > '~') && one != '\t') {
                    throw new BadRequestException("not plain text with CR LF");
                }
                line.write(one);
            }
            if (in.read() != '\n') {
                throw new BadRequestException("not plain text with CR LF");
            }
            return line.toString(StandardCharsets.US_ASCII);
        }

        private int take() throws IOException {
            int one = pushedBack;
            pushedBack = -1;
            return one < 0 ? in.read() : one;
        }
    }
}
