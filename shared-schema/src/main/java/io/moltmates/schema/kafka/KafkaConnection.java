package io.moltmates.schema.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/// Picks what concerns the connection out of a configuration map, so that no client warns of keys it does not know.
final class KafkaConnection {

    static final String DEFAULT_ADDRESS = "localhost:9092";

    private static final Set<String> KEYS = Set.of(
            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
            CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
            CommonClientConfigs.CLIENT_DNS_LOOKUP_CONFIG,
            CommonClientConfigs.CLIENT_RACK_CONFIG);

    private KafkaConnection() {}

    static Map<String, Object> clientProperties(Map<String, ?> configuration) {
        var properties = new HashMap<String, Object>();
        configuration.forEach((key, value) -> {
            if (KEYS.contains(key) || key.startsWith("sasl.") || key.startsWith("ssl.")) {
                properties.put(key, value);
            }
        });
        properties.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_ADDRESS);
        properties.putIfAbsent(SslConfigs.SSL_PROTOCOL_CONFIG, SslConfigs.DEFAULT_SSL_PROTOCOL);
        properties.putIfAbsent(SaslConfigs.SASL_MECHANISM, SaslConfigs.DEFAULT_SASL_MECHANISM);
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 50);
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2000);
        return properties;
    }
}
