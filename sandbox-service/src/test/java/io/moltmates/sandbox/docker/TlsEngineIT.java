package io.moltmates.sandbox.docker;

import static io.moltmates.sandbox.docker.EngineInTest.ALICE;
import static io.moltmates.sandbox.docker.EngineInTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.attacks.Docker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An engine over TCP and TLS, which knows its clients by their certificates.
@Timeout(240)
class TlsEngineIT {

    @TempDir
    private Path directory;

    private TestCertificates authority;
    private TlsRelay relay;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Docker.isThere(), "needs a Docker engine");
        authority = TestCertificates.make(directory.resolve("authority"));
        relay = new TlsRelay(authority.server("san=ip:127.0.0.1"));
    }

    @AfterEach
    void end() throws IOException {
        System.clearProperty("DOCKER_TLS_VERIFY");
        System.clearProperty("DOCKER_CERT_PATH");
        relay.close();
    }

    @Test
    void commandsRunOverTls() throws Exception {
        use(authority.client("client", authority));
        var state = Files.createDirectory(directory.resolve("state"));
        try (var engine = new EngineInTest(state, relay.address())) {
            byte[] large = new byte[200_000];
            new Random(1).nextBytes(large);
            for (int i = 0; i < large.length; i++) {
                large[i] = (byte) ('a' + (large[i] & 15));
            }
            Files.write(engine.workspace(ALICE).resolve("large.txt"), large);
            assertThat(text(engine.run("wc", "-c", "large.txt"))).isEqualTo("200000 large.txt\n");
            assertThat(text(engine.run("head", "-c", "30000", "large.txt")))
                    .isEqualTo(new String(large, 0, 30_000, StandardCharsets.US_ASCII));
            String id = engine.onlyId();
            engine.restart();
            assertThat(text(engine.run("wc", "-c", "large.txt"))).isEqualTo("200000 large.txt\n");
            assertThat(engine.onlyId()).isEqualTo(id);
            assertThat(relay.passed.get()).isPositive();
        }
    }

    @Test
    void saysWhichCertificateIsMissing() throws Exception {
        var path = authority.client("client", authority);
        Files.delete(path.resolve("key.pem"));
        use(path);
        assertThat(why())
                .isEqualTo("the certificates for the engine can't be used: " + path
                        + "/key.pem is not there, or not readable");
    }

    @Test
    void saysThatThereIsNoDirectoryOfCertificates() {
        use(directory.resolve("none"));
        assertThat(why())
                .startsWith("the certificates for the engine can't be used:")
                .contains("DOCKER_CERT_PATH");
    }

    @Test
    void saysThatACertificateCanNotBeRead() throws Exception {
        var path = authority.client("client", authority);
        Files.writeString(path.resolve("key.pem"), "no key");
        use(path);
        assertThat(why()).startsWith("the certificates for the engine can't be used: those in " + path);
    }

    @Test
    void trustsNoEngineOfAnotherAuthority() throws Exception {
        use(authority.client("client", TestCertificates.make(directory.resolve("other"))));
        assertThat(why())
                .isEqualTo("the engine at " + relay.address()
                        + " has a certificate that DOCKER_CERT_PATH/ca.pem does not vouch for");
        assertThat(relay.passed.get()).isZero();
    }

    @Test
    void saysThatTheEngineRefusesTheClientsCertificate() throws Exception {
        use(TestCertificates.make(directory.resolve("other")).client("client", authority));
        assertThat(why()) // told by an alert, or only by the end of the connection
                .startsWith("the engine at " + relay.address())
                .endsWith("refuses the certificate in DOCKER_CERT_PATH");
        assertThat(relay.passed.get()).isZero();
    }

    @Test
    void trustsNoCertificateForAnotherName() throws Exception {
        var second = TestCertificates.make(directory.resolve("second"));
        use(second.client("client", second));
        try (var elsewhere = new TlsRelay(second.server("san=dns:engine.example"))) {
            assertThat(why(elsewhere)).isEqualTo("the engine's certificate is not for 127.0.0.1");
        }
    }

    private static void use(Path certificates) {
        System.setProperty("DOCKER_TLS_VERIFY", "1");
        System.setProperty("DOCKER_CERT_PATH", certificates.toString());
    }

    private String why() {
        return why(relay);
    }

    private String why(TlsRelay engine) {
        var availability = EngineInTest.availability(directory.resolve("state"), engine.address());
        assertThat(availability).isInstanceOf(Availability.Off.class);
        return ((Availability.Off) availability).reason();
    }
}
