package io.moltmates.ingress;

import io.moltmates.schema.Secrets;
import io.moltmates.schema.config.ApiChannelConfig;
import io.moltmates.schema.config.AuthConfig;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.GatewayConfig;
import io.moltmates.schema.config.MessagesConfig;
import io.moltmates.schema.config.Secret;
import io.moltmates.schema.config.TelegramConfig;
import io.moltmates.schema.config.WebChannelConfig;
import java.util.List;
import java.util.function.Supplier;

/// Settings and keys that tests change as an operator would.
public final class TestSettings implements Supplier<IngressSettings> {

    public static final Secrets SECRETS = new Secrets("mo_operator", "person key", "broker");

    private IngressSettings settings =
            new IngressSettings(GatewayConfig.DEFAULT, ChannelsConfig.DEFAULT, MessagesConfig.DEFAULT);

    @Override
    public IngressSettings get() {
        return settings;
    }

    public Tokens tokens() {
        return Tokens.of(SECRETS, this);
    }

    public TestSettings web(String... allowed) {
        return web(true, allowed);
    }

    public TestSettings web(boolean enabled, String... allowed) {
        return channels(
                new WebChannelConfig(enabled, List.of(allowed), 25),
                settings.channels().api());
    }

    public TestSettings api(boolean enabled, String... allowed) {
        return channels(settings.channels().web(), new ApiChannelConfig(enabled, "Molty", List.of(allowed)));
    }

    public TestSettings operatorToken(String token) {
        var gateway = settings.gateway();
        settings = new IngressSettings(
                new GatewayConfig(gateway.port(), gateway.bind(), new AuthConfig(Secret.of(token)), gateway.origins()),
                settings.channels(),
                settings.messages());
        return this;
    }

    private TestSettings channels(WebChannelConfig web, ApiChannelConfig api) {
        settings = new IngressSettings(
                settings.gateway(), new ChannelsConfig(web, api, TelegramConfig.DEFAULT), settings.messages());
        return this;
    }
}
