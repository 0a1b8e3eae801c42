package io.moltmates.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and certificates of a broker and a client, signed by an authority that only these tests trust, as PEM files.
///
/// @param authority what the two others are signed by
/// @param broker the broker's key and certificates in one file
/// @param clientKey in PKCS #8
record TestKeys(Path authority, Path broker, Path clientCertificate, Path clientKey) {

    private static final String PASSWORD = "only-for-tests";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    static TestKeys make(Path directory) throws IOException, GeneralSecurityException, InterruptedException {
        Files.createDirectories(directory);
        var store = directory.resolve("keys.p12");
        make(store, "authority", "-ext", "bc:c");
        make(store, "broker", "-signer", "authority", "-ext", "SAN=dns:localhost,ip:127.0.0.1");
        make(store, "moltmates", "-signer", "authority");
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new TestKeys(
                write(directory.resolve("authority.pem"), certificates(keys, "authority")),
                write(directory.resolve("broker.pem"), key(keys, "broker") + certificates(keys, "broker")),
                write(directory.resolve("client.pem"), certificates(keys, "moltmates")),
                write(directory.resolve("client.key"), key(keys, "moltmates")));
    }

    private static void make(Path store, String alias, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "30",
                "-alias",
                alias,
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        var output = store.resolveSibling(alias + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + Files.readString(output));
        }
    }

    private static String key(KeyStore keys, String alias) throws GeneralSecurityException {
        return pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }

    private static String certificates(KeyStore keys, String alias) throws GeneralSecurityException {
        var text = new StringBuilder();
        for (var certificate : keys.getCertificateChain(alias)) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString();
    }

    private static String pem(String what, byte[] content) {
        return "-----BEGIN " + what + "-----\n" + LINES.encodeToString(content) + "\n-----END " + what + "-----\n";
    }

    private static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }
}
