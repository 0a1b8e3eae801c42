package io.moltmates.schema.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Makes of the settings the text of a `moltmate.json` for each service, with nothing in it that the service does not
/// need.
///
/// The texts hold values, not variables: a key of the environment stands in them as the provider's `apiKey`. A section
/// that is off stands there as off, with the reason under `disabledSections`. The same settings make the same texts.
public final class ConfigRenderer {

    /// What of a channel a service may know that does not speak to its platform.
    private static final Set<String> OPEN_CHANNEL_KEYS =
            Set.of("enabled", "persona", "allowFrom", "maxUploadMb", "dmPolicy", "groupPolicy", "groups");

    private static final ObjectWriter WRITER =
            new ObjectMapper().writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

    private final RenderOptions options;
    private final Map<String, String> environment;

    /// @param environment where providers' keys are that the file does not name
    public ConfigRenderer(RenderOptions options, Map<String, String> environment) {
        this.options = options;
        this.environment = Map.copyOf(environment);
    }

    /// The text for each service.
    public Map<ServiceRole, String> render(MoltmateConfig config) {
        var texts = new EnumMap<ServiceRole, String>(ServiceRole.class);
        for (var role : ServiceRole.values()) {
            texts.put(role, render(config, role));
        }
        return texts;
    }

    public String render(MoltmateConfig config, ServiceRole role) {
        var file = new SettingsText((path, component) -> isFor(role, path, component)).section(config, "");
        if (file.get("gateway") instanceof ObjectNode gateway) {
            gateway(gateway, config.gateway());
        }
        if (file.get("providers") instanceof ObjectNode providers) {
            keys(providers, config);
        }
        if (role.holdsChannelSecrets() && file.get("channels") instanceof ObjectNode channels) {
            tokens(channels, config.channels());
        }
        if (file.get("kafka") instanceof ObjectNode kafka) {
            kafka(kafka, config.kafka());
        }
        var off = JsonNodeFactory.instance.objectNode();
        config.disabledSections().forEach((path, reason) -> {
            if (role.has(path.split("\\.", 2)[0])) {
                off.put(path, reason);
            }
        });
        if (!off.isEmpty()) {
            file.set(DisabledSections.KEY, off);
        }
        return "// Rendered from " + options.from().replaceAll("\\p{Cntrl}", "?") + " for " + role.service()
                + " by `moltmate config render`: edit that file, this one is written over.\n" + text(file) + "\n";
    }

    private static boolean isFor(ServiceRole role, String path, RecordComponent component) {
        String[] keys = path.split("\\.", -1);
        if (!role.has(keys[0])) {
            return false;
        }
        if (!keys[0].equals("channels") || role.holdsChannelSecrets() || keys.length < 3) {
            return true;
        }
        return component.getType() != Secret.class && OPEN_CHANNEL_KEYS.contains(keys[2]);
    }

    private void gateway(ObjectNode section, GatewayConfig gateway) {
        if (options.listenAll()) {
            section.put("bind", "0.0.0.0");
            section.put("port", GatewayConfig.DEFAULT.port());
            if (gateway.auth().token() == null && options.operatorToken() != null) {
                section.withObjectProperty("auth")
                        .put("token", SettingsText.plain(options.operatorToken().reveal()));
            }
        }
        var origins = new LinkedHashSet<>(gateway.origins());
        origins.addAll(options.origins());
        var items = section.putArray("origins");
        origins.forEach(origin -> items.add(SettingsText.plain(origin)));
    }

    private void kafka(ObjectNode section, KafkaConfig kafka) {
        if (options.kafka() != null && kafka.bootstrapServers() == null) {
            section.put("bootstrapServers", SettingsText.plain(options.kafka()));
        }
        if (kafka.replication() == KafkaConfig.DEFAULT.replication()) {
            section.put("replication", options.replication());
        }
    }

    /// The token that would be taken from the environment.
    private void tokens(ObjectNode channels, ChannelsConfig config) {
        var telegram = config.telegram();
        if (telegram.botToken() == null && telegram.tokenFile() == null) {
            telegram.bots(environment).stream()
                    .filter(bot -> bot.name().equals(TelegramConfig.FIRST))
                    .map(bot -> bot.settings().botToken())
                    .forEach(token -> {
                        if (token != null) {
                            channels.withObjectProperty("telegram").put("botToken", SettingsText.plain(token.reveal()));
                        }
                    });
        }
    }

    /// The keys that would be taken from the environment; a provider that is off stays off.
    private void keys(ObjectNode providers, MoltmateConfig config) {
        for (var known : KnownProvider.all().values()) {
            String key = known.keyVariable() == null
                    ? ""
                    : environment.getOrDefault(known.keyVariable(), "").strip();
            var named = config.providers().get(known.name());
            boolean isOff = config.disabledSections().containsKey("providers." + known.name());
            if (key.isEmpty() || isOff || named != null && named.apiKey() != null) {
                continue;
            }
            var provider = providers.withObjectProperty(known.name());
            provider.put("apiKey", SettingsText.plain(key));
            if (named == null) {
                provider.put("fromEnvironment", true);
            }
        }
    }

    private static String text(ObjectNode file) {
        try {
            return WRITER.writeValueAsString(file);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("The settings can't be written", failure);
        }
    }
}
