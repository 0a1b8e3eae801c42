package io.moltmates.sandbox.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.docker.ForeignContainer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What somebody who has sandbox-service can make of the engine behind the proxy: nothing but sandboxes.
@Timeout(60)
class EngineProxyIT {

    @TempDir
    private Path state;

    private StartedProxy proxy;
    private ForeignContainer foreign;

    @BeforeEach
    void start() throws IOException {
        proxy = StartedProxy.before(Files.createDirectory(state.resolve("users")));
        foreign = ForeignContainer.start();
    }

    @AfterEach
    void end() throws Exception {
        foreign.close();
        proxy.close();
    }

    @Test
    void tellsThatTheEngineIsThere() throws IOException {
        assertThat(send("GET", "/_ping", "")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void letsNobodyReachAnotherContainer() throws IOException {
        for (String name : new String[] {foreign.id(), foreign.id().substring(0, 12), foreign.name()}) {
            String container = "/containers/" + name;
            assertThat(send("GET", container + "/json", "")).startsWith("HTTP/1.1 403 ");
            assertThat(send("POST", container + "/start", "")).startsWith("HTTP/1.1 403 ");
            assertThat(send("DELETE", container + "?v=true&force=true", "")).startsWith("HTTP/1.1 403 ");
            assertThat(send("POST", container + "/rename?name=moltmate-sbx-mine", ""))
                    .startsWith("HTTP/1.1 403 ");
            assertThat(send(
                            "POST",
                            container + "/attach?stream=1&stdin=1&stdout=1&stderr=1",
                            "Connection: Upgrade\r\nUpgrade: tcp\r\n"))
                    .startsWith("HTTP/1.1 403 ");
        }
        assertThat(foreign.isRunning()).isTrue();
    }

    @Test
    void listsNoOtherContainerWhateverItIsAskedFor() throws IOException {
        assertThat(send("GET", "/containers/json?all=true", ""))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContain(foreign.id());
        assertThat(send("GET", "/containers/json?all=true&filters=%7B%22label%22%3A%5B%22x%22%5D%7D", ""))
                .doesNotContain(foreign.id());
    }

    @Test
    void saysOfAContainerThatIsGoneThatItIsGone() throws IOException {
        assertThat(send("DELETE", "/containers/0123456789ab?v=true&force=true", ""))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void refusesTheRestOfTheEngineWithASentence() throws IOException {
        assertThat(send("GET", "/info", ""))
                .startsWith("HTTP/1.1 403 ")
                .endsWith("{\"message\":\"The engine proxy refuses this: it is none of the calls that"
                        + " sandbox-service makes.\"}");
        assertThat(send("GET", "/images/debian:bookworm-slim/json", "")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void looksBehindARefusedBodyForNoRequest() throws IOException {
        String inner = "GET /_ping HTTP/1.1\r\nHost: x\r\n\r\n";
        String answers = exchange("POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: " + inner.length() + "\r\n\r\n"
                + inner + "GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(3);
        assertThat(exchange("POST /build HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n" + inner))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("200");
    }

    @Test
    void saysWhenTheEngineIsAway() throws Exception {
        try (var without = StartedProxy.before(state.resolve("none.sock"), state.resolve("users"))) {
            assertThat(exchange(without.port(), "GET /_ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 502 ")
                    .contains("can't reach the Docker engine");
        }
    }

    private String send(String method, String target, String headers) throws IOException {
        String closing = headers.isEmpty() ? "Connection: close\r\n" : headers;
        return exchange(method + " " + target + " HTTP/1.1\r\nHost: engine\r\n" + closing + "\r\n");
    }

    private String exchange(String text) throws IOException {
        return exchange(proxy.port(), text);
    }

    private static String exchange(int port, String text) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
