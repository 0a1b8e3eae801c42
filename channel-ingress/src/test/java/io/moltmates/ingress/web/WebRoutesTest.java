package io.moltmates.ingress.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.TestHttp;
import io.moltmates.ingress.TestSettings;
import io.moltmates.schema.Ids;
import io.moltmates.schema.PersonToken;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebRoutesTest {

    private static final UserId ALICE = UserId.of("web", "alice");

    @TempDir
    Path state;

    private final TestSettings settings = new TestSettings().web("alice");
    private final String token = new PersonToken(TestSettings.SECRETS.personKey()).issue("alice");
    private String[] cookie = {};
    private BlobStore blobs;
    private TestHttp http;

    @BeforeEach
    void open() throws Exception {
        blobs = new BlobStore(new StateLayout(state));
        var routes = new WebRoutes(new WebAccess(settings.tokens(), settings), new Uploads(blobs, settings));
        http = new TestHttp(routes::register);
        cookie = new String[] {"Cookie", name() + "=" + token};
    }

    private String name() {
        return "moltmates_person_" + http.port();
    }

    @AfterEach
    void close() throws Exception {
        http.close();
    }

    @Test
    void setsACookieThatPagesCannotRead() throws Exception {
        var answer = http.answer("POST", "/web/sign-in", "{\"token\":\"http://x/#token=" + token + "\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"user\":\"web_alice\",\"name\":\"alice\"}");
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .hasValue(name() + "=" + token + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000");
    }

    @Test
    void takesTheCookieAway() throws Exception {
        assertThat(http.answer("POST", "/web/sign-out", "").headers().firstValue("Set-Cookie"))
                .hasValue(name() + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    }

    @Test
    void saysWhatASignInNeeds() throws Exception {
        assertError(
                http.answer("POST", "/web/sign-in", "hello"),
                400,
                "Send {\\\"token\\\":\\\"…\\\"} with your personal link or token.");
        assertError(
                http.answer("POST", "/web/sign-in", "x".repeat(9000)), 413, "This is too long for a link or a token.");
    }

    @Test
    void stopsWhoTriesTooOften() throws Exception {
        for (int attempt = 0; attempt < 20; attempt++) {
            http.answer("POST", "/web/sign-in", "{\"token\":\"wrong\"}");
        }

        assertError(
                http.answer("POST", "/web/sign-in", "{\"token\":\"wrong\"}"),
                429,
                "Too many tries. Wait a minute, then try again.");
    }

    @Test
    void tellsWhoIsSignedIn() throws Exception {
        assertThat(http.answer("GET", "/web/session", "", cookie).statusCode()).isEqualTo(200);
        assertError(http.answer("GET", "/web/session", ""), 401, "Sign in first: open your personal link.");
        settings.web("bob");
        assertError(
                http.answer("GET", "/web/session", "", cookie),
                403,
                "'alice' may not sign in here. The operator lists people in channels.web.allowFrom.");
    }

    @Test
    void storesAnUploadForTheMessageThatNamesIt() throws Exception {
        var answer = http.answer(
                "PUT",
                "/web/messages/c1/files/a%20b.txt",
                "content",
                "Content-Type",
                "text/plain",
                cookie[0],
                cookie[1]);

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"name\":\"a b.txt\",\"size\":7,\"type\":\"text/plain\"}");
        assertThat(blobs.find(ALICE, Ids.messageId(ALICE, "c1"), "a b.txt")).isPresent();
    }

    @Test
    void refusesAHostileName() throws Exception {
        assertError(
                http.answer("PUT", "/web/messages/c1/files/..%2F..%2Fpasswd", "x", cookie),
                400,
                "A file's name has no '/', no '\\\\' and no control characters. Rename the file.");
    }

    @Test
    void refusesAFileThatTurnsOutTooLargeOnTheWay() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        var body = BodyPublishers.ofByteArrays(Collections.nCopies(26, megabyte));

        assertError(
                http.send("PUT", "/web/messages/c1/files/big", body, cookie).get(20, TimeUnit.SECONDS),
                413,
                "The file is too large. At most 25 MB are taken.");
        try (var left = Files.walk(state)) {
            assertThat(left.filter(file -> file.toString().endsWith(".json"))).isEmpty();
        }
    }

    @Test
    void takesNoFilesOfStrangers() throws Exception {
        assertError(
                http.answer("PUT", "/web/messages/c1/files/a.txt", "x"),
                401,
                "Sign in first: open your personal link.");
    }

    private static void assertError(HttpResponse<String> answer, int status, String sentence) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\"error\":\"" + sentence + "\"}");
    }
}
