package io.moltmates.ingress.telegram;

import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.schema.Capability;
import io.moltmates.schema.config.TelegramConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/// Tells how the Telegram bots are.
@Singleton
public class TelegramCapability implements Capability {

    private final TelegramAdapter adapter;
    private final IngressConfiguration configuration;

    @Inject
    TelegramCapability(TelegramAdapter adapter, IngressConfiguration configuration) {
        this.adapter = adapter;
        this.configuration = configuration;
    }

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public boolean on() {
        return !adapter.accounts().isEmpty();
    }

    @Override
    public String detail() {
        if (on()) {
            return adapter.states().entrySet().stream()
                    .map(bot -> bot.getKey() + " " + bot.getValue())
                    .collect(Collectors.joining("; "));
        }
        String token = System.getenv().getOrDefault(TelegramConfig.TOKEN_VARIABLE, "");
        return !token.isBlank() && !TelegramConfig.isToken(token.strip())
                ? TelegramConfig.TOKEN_VARIABLE + " is not a bot's token."
                : configuration.get().channels().telegram().enabled()
                        ? "There is no bot's token."
                        : "It is off in the configuration.";
    }

    @Override
    public String howToTurnOn() {
        if (on()) {
            return "";
        }
        return configuration.get().channels().telegram().enabled()
                ? "Set TELEGRAM_BOT_TOKEN to what @BotFather gave you, or channels.telegram.botToken in moltmate.json."
                : "Set channels.telegram.enabled to true in moltmate.json.";
    }
}
