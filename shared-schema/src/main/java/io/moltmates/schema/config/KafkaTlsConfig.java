package io.moltmates.schema.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/// How the connection to Kafka is encrypted, and by what each side proves who it is. All paths are absolute.
///
/// @param enabled whether brokers are spoken to by TLS
/// @param caFile PEM file with the certificates that brokers' certificates are signed by; without it and without
/// `trustStore`, the JDK's own list counts
/// @param trustStore the same as a key store, PKCS #12 or, by its name's end, JKS
/// @param trustStorePassword of `trustStore`
/// @param certificateFile PEM file with the client's own certificate and those that lead to its root, for mutual TLS
/// @param keyFile PEM file with the certificate's key, in PKCS #8
/// @param keyPassword of `keyFile`, if it is encrypted
/// @param verifyHostname whether a broker's certificate must name the host that was asked for
public record KafkaTlsConfig(
        boolean enabled,
        @Nullable Path caFile,
        @Nullable Path trustStore,
        @Nullable Secret trustStorePassword,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        @Nullable Secret keyPassword,
        boolean verifyHostname) {

    public static final KafkaTlsConfig DEFAULT = new KafkaTlsConfig(false, null, null, null, null, null, null, true);

    /// Kafka means by no text that it compares no names. An empty value counts as none in MicroProfile Config, where
    /// Kafka's own default would come back; Kafka trims this one.
    private static final String NO_NAMES_COMPARED = " ";

    public KafkaTlsConfig {
        absolute("caFile", caFile);
        absolute("trustStore", trustStore);
        absolute("certificateFile", certificateFile);
        absolute("keyFile", keyFile);
        if (caFile != null && trustStore != null) {
            throw new InvalidSetting("trustStore", "says the same as caFile", "Give one of caFile and trustStore.");
        }
        if (certificateFile == null && keyFile != null) {
            throw new InvalidSetting("keyFile", "belongs to no certificate", "Set certificateFile too, or neither.");
        }
        if (certificateFile != null && keyFile == null) {
            throw new InvalidSetting("certificateFile", "has no key", "Set keyFile too, or neither.");
        }
    }

    /// Whether it says anything but whether it is on.
    boolean isDescribed() {
        return caFile != null || trustStore != null || certificateFile != null || !verifyHostname;
    }

    /// Kafka's properties, nothing if TLS is off.
    ///
    /// @throws InvalidSetting that names a file which can't be used
    void describe(Map<String, String> properties) {
        if (!enabled) {
            return;
        }
        if (!verifyHostname) {
            properties.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, NO_NAMES_COMPARED);
        }
        if (caFile != null) {
            pem("caFile", caFile);
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, caFile.toString());
        }
        if (trustStore != null) {
            readable("trustStore", trustStore);
            boolean isJks = trustStore.toString().toLowerCase(Locale.ROOT).endsWith(".jks");
            properties.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, isJks ? "JKS" : "PKCS12");
            properties.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, trustStore.toString());
            if (trustStorePassword != null) {
                properties.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, trustStorePassword.reveal());
            }
        }
        if (certificateFile != null && keyFile != null) {
            properties.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
            properties.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, pem("certificateFile", certificateFile));
            properties.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, key(keyFile));
            if (keyPassword != null) {
                properties.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, keyPassword.reveal());
            }
        }
    }

    private static String key(Path file) {
        String text = pem("keyFile", file);
        if (!text.contains("-----BEGIN PRIVATE KEY-----") && !text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")) {
            throw unusable(
                    "keyFile",
                    file,
                    "is not a key in PKCS #8",
                    "Make one of it: openssl pkcs8 -topk8 -nocrypt -in KEY -out KEY.pk8");
        }
        return text;
    }

    private static String pem(String component, Path file) {
        String text = readable(component, file);
        if (!text.contains("-----BEGIN ")) {
            throw unusable(component, file, "is not a PEM file", "It begins with -----BEGIN … -----.");
        }
        return text;
    }

    private static String readable(String component, Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw unusable(
                    component,
                    file,
                    "can't be read (" + e.getClass().getSimpleName() + ")",
                    "Give the path of a file that this service may read.");
        }
    }

    private static InvalidSetting unusable(String component, Path file, String wrong, String right) {
        return new InvalidSetting("kafka.tls." + component, file + " " + wrong, right);
    }

    private static void absolute(String component, @Nullable Path path) {
        if (path != null && !path.isAbsolute()) {
            throw new InvalidSetting(
                    component, "is not an absolute path", "Write it from the root on: /etc/moltmates/ca.pem.");
        }
    }
}
