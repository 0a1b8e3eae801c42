package io.moltmates.gateway;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.config.Secret;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Takes this deployment's own keys out of what is shown, wherever they got into a message.
final class KnownSecrets {

    private static final int SHORTEST = 8;
    private static final String HIDDEN = "***";
    private static final Pattern LOGIN = Pattern.compile("password=\"([^\"]+)\"");

    private final List<String> values;

    KnownSecrets(Set<String> values) {
        this.values = values.stream()
                .filter(value -> value.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /// Those of the state directory, of `moltmate.json`, and keys in the environment.
    static KnownSecrets of(StateLayout layout, Map<String, String> environment) {
        var values = new LinkedHashSet<String>();
        SecretsFile.read(layout)
                .ifPresent(made -> Stream.of(made.operatorToken(), made.personKey(), made.brokerPassword())
                        .filter(Objects::nonNull)
                        .forEach(values::add));
        var config = ConfigLoader.load(layout.configuration(), environment).config();
        Stream.concat(
                        Stream.ofNullable(config.gateway().auth().token()),
                        config.providers().values().stream().flatMap(provider -> Stream.ofNullable(provider.apiKey())))
                .map(Secret::reveal)
                .forEach(values::add);
        var kafka = config.kafka();
        Stream.of(
                        kafka.sasl().password(),
                        kafka.tls().keyPassword(),
                        kafka.tls().trustStorePassword())
                .filter(Objects::nonNull)
                .map(Secret::reveal)
                .forEach(values::add);
        kafka.properties().forEach((key, value) -> addPassword(values, key, value.reveal()));
        environment.forEach((name, value) -> {
            if (name.endsWith("_API_KEY")) {
                values.add(value);
            } else if (name.startsWith("KAFKA_")) {
                addPassword(values, name.toLowerCase(Locale.ROOT), value);
            }
        });
        return new KnownSecrets(values);
    }

    String without(String text) {
        String shown = text;
        for (String value : values) {
            shown = shown.replace(value, HIDDEN);
        }
        return shown;
    }

    private static void addPassword(Set<String> values, String key, String value) {
        if (key.endsWith("password")) {
            values.add(value);
        }
        LOGIN.matcher(value).results().forEach(login -> values.add(login.group(1)));
    }
}
