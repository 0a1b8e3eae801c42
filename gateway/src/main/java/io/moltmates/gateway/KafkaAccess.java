package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.InvalidSetting;
import io.moltmates.schema.config.KafkaConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the command line reaches the Kafka that the services talk over.
///
/// @param client Kafka's client properties, secrets among them
record KafkaAccess(Map<String, String> client) {

    private static final String SERVERS = "bootstrap.servers";
    private static final String ENVIRONMENT = "KAFKA_";

    /// Looks in this order: the address that was asked for, the one of `moltmate.json`, the gateway that runs with the
    /// state directory, and `KAFKA_BOOTSTRAP_SERVERS`, as services read it.
    ///
    /// @param broker `host:port`, from the command line
    /// @throws StartRefusedException if there is none of these
    static KafkaAccess find(StateLayout layout, Map<String, String> environment, @Nullable String broker) {
        var config =
                ConfigLoader.load(layout.configuration(), environment).config().kafka();
        var client = configured(config, environment);
        if (broker != null) {
            if (!broker.matches("[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*")) {
                throw new StartRefusedException("--broker '" + broker + "' is not a broker: write host:port.");
            }
            client.put(SERVERS, broker);
            return new KafkaAccess(client);
        }
        if (!config.isEmbedded()) {
            return new KafkaAccess(client);
        }
        var run = RunFile.running(layout);
        if (run.isPresent()) {
            return new KafkaAccess(embedded(layout, run.get(), config.topicPrefix()));
        }
        if (client.containsKey(SERVERS)) {
            return new KafkaAccess(client);
        }
        throw new StartRefusedException("No gateway runs with the state directory " + layout.root()
                + ", and no other Kafka is configured (kafka.bootstrapServers, KAFKA_BOOTSTRAP_SERVERS or --broker)."
                + " Start the gateway with: ./moltmate gateway");
    }

    String address() {
        return client.getOrDefault(SERVERS, "");
    }

    @Override
    public String toString() {
        return "KafkaAccess[" + address() + "]";
    }

    private static Map<String, String> embedded(StateLayout layout, RunFile run, String topicPrefix) {
        var secrets = SecretsFile.read(layout).orElseThrow(() -> OperatorClient.notRunning(layout));
        return new BrokerSettings(layout.kafka(), new Ports(run.port()), secrets.brokerPassword()).client(topicPrefix);
    }

    private static Map<String, String> configured(KafkaConfig config, Map<String, String> environment) {
        var client = new HashMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(ENVIRONMENT)) {
                String key = name.substring(ENVIRONMENT.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                client.put(key, value);
            }
        });
        try {
            client.putAll(config.clientProperties());
        } catch (InvalidSetting e) {
            throw new StartRefusedException(String.valueOf(e.getMessage()), e);
        }
        return client;
    }
}
