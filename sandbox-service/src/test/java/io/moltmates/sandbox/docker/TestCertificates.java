package io.moltmates.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// An authority, and keys that it signs, made by the JDK's keytool.
record TestCertificates(Path directory) {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    /// @param directory to be made
    static TestCertificates make(Path directory) throws IOException {
        Files.createDirectories(directory);
        var made = new TestCertificates(directory);
        made.generate(AUTHORITY, "-ext", "bc:c");
        return made;
    }

    /// A directory for `DOCKER_CERT_PATH`: a client of this authority, who trusts another one's engines.
    Path client(String name, TestCertificates engines) throws IOException, GeneralSecurityException {
        generate(name, "-signer", AUTHORITY, "-ext", "eku=clientAuth");
        var path = Files.createDirectories(directory.resolve(name));
        Files.writeString(path.resolve("ca.pem"), engines.certificate(AUTHORITY));
        Files.writeString(path.resolve("cert.pem"), certificate(name));
        var key = store().getKey(name, PASSWORD.toCharArray());
        Files.writeString(path.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
        return path;
    }

    /// For a server that demands a client of this authority.
    ///
    /// @param names `san=…` of the server's certificate
    SSLContext server(String names) throws IOException, GeneralSecurityException {
        generate("server", "-signer", AUTHORITY, "-ext", "eku=serverAuth", "-ext", names);
        var all = store();
        var own = empty();
        own.setKeyEntry(
                "server",
                all.getKey("server", PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain("server"));
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        var trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, all.getCertificate(AUTHORITY));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private void generate(String name, String... more) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "2"));
        command.addAll(List.of("-keystore", file().toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-alias", name));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Path file() {
        return directory.resolve("keys.p12");
    }

    private KeyStore store() throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file())) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private String certificate(String name) throws IOException, GeneralSecurityException {
        return pem("CERTIFICATE", store().getCertificate(name).getEncoded());
    }

    private static String pem(String kind, byte[] bytes) {
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + kind + "-----\n" + encoder.encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
