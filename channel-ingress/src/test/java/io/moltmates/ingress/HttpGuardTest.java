package io.moltmates.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpGuardTest {

    private TestHttp http;

    @BeforeEach
    void open() throws Exception {
        var guard = new HttpGuard(new TestSettings(), "operator"::equals);
        http = new TestHttp(router -> {
            router.route().handler(guard::check);
            router.route().handler(context -> context.response().end("through"));
        });
    }

    @AfterEach
    void close() throws Exception {
        http.close();
    }

    @Test
    void putsTheSecurityHeadersOnEachAnswer() throws Exception {
        var headers = http.answer("GET", "/", "").headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains(
                                "default-src 'self'",
                                "frame-ancestors 'none'",
                                "base-uri 'none'",
                                "form-action 'self'"));
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(headers.firstValue("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void keepsNoAnswerWithPrivateContent() throws Exception {
        assertThat(http.answer("GET", "/v1/models", "").headers().firstValue("Cache-Control"))
                .hasValue("no-store");
    }

    @Test
    void refusesPagesOfOthers() throws Exception {
        var answer = http.answer("POST", "/web/sign-in", "", "Origin", "http://evil.example");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("This page may not talk to Moltmates here.", "gateway.origins");
    }

    @Test
    void showsMetricsToTheOperatorOnly() throws Exception {
        assertThat(http.answer("GET", "/q/metrics", "").statusCode()).isEqualTo(401);
        assertThat(http.answer("GET", "/q/%6detrics", "").statusCode()).isEqualTo(401);
        assertThat(http.answer("GET", "/q/metrics", "", "Authorization", "Bearer somebody")
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.answer("GET", "/q/metrics", "", "Authorization", "Bearer operator")
                        .statusCode())
                .isEqualTo(200);
        assertThat(http.answer("GET", "/q/health", "").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesPagesOfOthersHoweverThePathIsSpelled() throws Exception {
        for (String path : List.of("/%77eb/sign-in", "//web/sign-in", "/app/../web/sign-in", "/./web/socket")) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
                String head = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\n"
                        + "Content-Length: 0\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer).as(path).startsWith("HTTP/1.1 403");
            }
        }
    }

    @Test
    void knowsItsNameOverHttp2Too() throws Exception {
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + "/nothing"))
                    .build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesNamesThatWereMadeToPointHere() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 421").contains("Moltmates is not known under this name.");
        }
    }
}
