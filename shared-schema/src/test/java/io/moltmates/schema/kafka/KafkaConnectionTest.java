package io.moltmates.schema.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConnectionTest {

    @Test
    void passesOnHowTheBrokerIsReachedAndNothingElse() {
        var properties = KafkaConnection.clientProperties(Map.of(
                "bootstrap.servers", "kafka-1:9092",
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "ssl.truststore.type", "PEM",
                "client.rack", "eu-1",
                "client.dns.lookup", "resolve_canonical_bootstrap_servers_only",
                "group.id", "somebody-elses",
                "topic.prefix", "acme."));

        assertThat(properties)
                .containsEntry("bootstrap.servers", "kafka-1:9092")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("ssl.truststore.type", "PEM")
                .containsEntry("client.rack", "eu-1")
                .containsEntry("client.dns.lookup", "resolve_canonical_bootstrap_servers_only")
                .doesNotContainKeys("group.id", "topic.prefix");
    }
}
