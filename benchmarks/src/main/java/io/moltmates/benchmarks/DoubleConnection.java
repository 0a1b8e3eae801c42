package io.moltmates.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One connection to the provider double: plain HTTP/1.1 on a socket, since a double that breaks off must hold the
/// socket itself.
final class DoubleConnection {

    private final ProviderDouble provider;
    private final InputStream in;
    private final OutputStream out;

    DoubleConnection(ProviderDouble provider, Socket socket) throws IOException {
        this.provider = provider;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream(), 16 << 10);
    }

    /// Answers requests until the client leaves, or the script says to break off.
    void serve() throws IOException {
        for (var request = readLine(); request != null; request = readLine()) {
            int length = 0;
            for (var header = readLine(); header != null && !header.isEmpty(); header = readLine()) {
                if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            var path = request.split(" ", -1)[1].replaceFirst("\\?.*", "");
            if (!answer(path, body)) {
                return;
            }
        }
    }

    private boolean answer(String path, String body) throws IOException {
        if (path.endsWith(DoubleTranscription.PATH)) {
            return transcribe(body);
        }
        var dialect = DoubleDialect.of(path);
        if (dialect == null) {
            return listModels(path);
        }
        var request = DoubleDialect.JSON.readTree(body);
        var words = DoubleDialect.latestWords(request);
        var results = DoubleDialect.toolResults(request);
        provider.called(words, results.size());
        var script = DoubleScript.of(words, provider.count(words, body), !results.isEmpty());
        pause(Math.max(provider.thinking().toMillis(), Long.parseLong(script.argument("think", "0"))));
        var answer = new DoubleAnswer(
                request.path("model").asText("double"),
                text(script, words, results),
                results.isEmpty() ? script.tools() : List.of(),
                !script.has("no-index"),
                request.has("thinking"));
        String wrong = dialect instanceof DoubleAnthropic ? DoubleThinking.wrong(request) : "";
        if (!wrong.isEmpty()) {
            whole("400 Refused", "application/json", dialect.errorBody("invalid_request_error", wrong), null);
            return true;
        }
        if (script.faulty("drop")) {
            return false;
        }
        if (script.faulty("html")) {
            whole("502 Bad Gateway", "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>", null);
            return true;
        }
        if (script.has("no-tools") && !request.path("tools").isEmpty()) {
            whole(
                    "400 Refused",
                    "application/json",
                    dialect.errorBody("invalid", "double does not support tools"),
                    null);
            return true;
        }
        if (script.faulty("status")) {
            refuse(dialect, script.argument("status", "500").split("\\s+", 2));
            return true;
        }
        // Ollama streams unless it is told not to
        if (!request.path("stream").asBoolean(dialect instanceof DoubleOllama)) {
            whole("200 OK", "application/json", dialect.whole(answer), null);
            return true;
        }
        return stream(dialect, script, answer);
    }

    private boolean transcribe(String body) throws IOException {
        var question = DoubleTranscription.of(body);
        String recording = question.recording();
        var script = DoubleScript.of(recording, provider.count(recording, body), false);
        pause(Long.parseLong(script.argument("think", "0")));
        if (script.faulty("drop")) {
            return false;
        }
        if (script.faulty("stall-first")) {
            return stall();
        }
        if (script.faulty("status")) {
            refuse(new DoubleOpenAi(), script.argument("status", "500").split("\\s+", 2));
        } else {
            whole("200 OK", "application/json", question.answer(script), null);
        }
        return true;
    }

    private static String text(DoubleScript script, String words, List<String> results) {
        if (!results.isEmpty()) {
            return "The tool said: " + String.join(" | ", results);
        }
        if (script.has("words")) {
            return "said "
                    .repeat(Integer.parseInt(script.argument("words", "1")))
                    .strip();
        }
        return script.tools().isEmpty() ? script.argument("say", "You said: " + words) : script.argument("say", "");
    }

    private void refuse(DoubleDialect dialect, String[] status) throws IOException {
        int code = Integer.parseInt(status[0]);
        var type = code == 429 ? "rate_limit_error" : code == 401 ? "authentication_error" : "api_error";
        whole(
                code + " Refused",
                "application/json",
                dialect.errorBody(type, "The double was asked to refuse."),
                status.length > 1 ? status[1] : null);
    }

    private boolean stream(DoubleDialect dialect, DoubleScript script, DoubleAnswer answer) throws IOException {
        head("200 OK", dialect.contentType(), "Transfer-Encoding: chunked\r\n");
        out.flush();
        if (script.faulty("stall-first")) {
            return stall();
        }
        var pieces = dialect.stream(answer);
        int whole = pieces.size() - dialect.endMarkers();
        int end = script.faulty("truncate") ? whole : script.faulty("no-marker") ? pieces.size() - 1 : pieces.size();
        long slow = Long.parseLong(script.argument("slow", "0"));
        for (int at = 0; at < end; at++) {
            if (at == Math.max(1, whole / 2) && script.faulty("error")) {
                chunk(dialect.streamError(script.argument("error", "api_error")));
                break;
            }
            if (at == Math.max(1, whole / 2) && script.faulty("stall-middle")) {
                return stall();
            }
            if (slow > 0) {
                pause(slow);
            }
            try {
                chunk(pieces.get(at));
            } catch (IOException e) {
                provider.abandon();
                throw e;
            }
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }

    /// Is silent until the client has had enough.
    private boolean stall() throws IOException {
        try {
            while (in.read() >= 0) {
                // a client sends nothing here
            }
        } finally {
            provider.abandon();
        }
        return false;
    }

    private boolean listModels(String path) throws IOException {
        boolean known = path.endsWith("/models") || path.endsWith("/api/tags");
        var body = path.endsWith("/api/tags")
                ? "{\"models\":[{\"name\":\"double\",\"model\":\"double\"}]}"
                : "{\"object\":\"list\",\"data\":[{\"id\":\"double\",\"object\":\"model\"}]}";
        whole(known ? "200 OK" : "404 Not Found", "application/json", known ? body : "{\"error\":\"not found\"}", null);
        return true;
    }

    private void whole(String status, String type, String body, @Nullable String retryAfter) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var retry = retryAfter == null ? "" : "Retry-After: " + retryAfter + "\r\n";
        head(status, type, retry + "Content-Length: " + bytes.length + "\r\n");
        out.write(bytes);
        out.flush();
    }

    private void head(String status, String type, String headers) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private void chunk(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private @Nullable String readLine() throws IOException {
        var line = new StringBuilder();
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private static void pause(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis * 1_000_000; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
