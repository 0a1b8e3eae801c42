package io.moltmates.ingress.telegram;

import io.moltmates.ingress.AccountAdapter;
import io.moltmates.ingress.AccountConnection;
import io.moltmates.ingress.AccountHold;
import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.ingress.MovedGroups;
import io.moltmates.schema.config.Secret;
import io.moltmates.schema.config.TelegramConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The Telegram bots of the configuration. An edit of it makes the bots anew that it concerns.
@Singleton
public class TelegramAdapter implements AccountAdapter {

    private final Supplier<TelegramConfig> config;
    private final Map<String, String> environment;
    private final BlobStore blobs;
    private final MovedGroups moved;
    private final Map<String, Made> bots = new TreeMap<>();
    private final Map<String, BotStatus> states = new TreeMap<>();

    /// What a bot is made of: all but who may write to it.
    private record Settings(
            TelegramConfig.@Nullable Account account,
            URI apiRoot,
            @Nullable URI proxy,
            TelegramConfig.Streaming streaming,
            String ackReaction,
            int mediaMaxMb,
            int messagesPerSecond) {}

    private record Made(Settings settings, Secret token, TelegramBot bot) {}

    @Inject
    TelegramAdapter(IngressConfiguration configuration, BlobStore blobs, MovedGroups moved) {
        this(() -> configuration.get().channels().telegram(), System.getenv(), blobs, moved);
    }

    TelegramAdapter(
            Supplier<TelegramConfig> config, Map<String, String> environment, BlobStore blobs, MovedGroups moved) {
        this.config = config;
        this.environment = environment;
        this.blobs = blobs;
        this.moved = moved;
    }

    @Override
    public String channel() {
        return UpdateReader.CHANNEL;
    }

    @Override
    public Set<String> accounts() {
        return config.get().bots(environment).stream()
                .map(TelegramConfig.Account::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// An edit of the settings gives each bot other ones; who polls ends, and begins with those.
    @Override
    public Object settings(String account) {
        return settings(config.get(), account);
    }

    private Settings settings(TelegramConfig now, String name) {
        var account = now.bots(environment).stream()
                .filter(bot -> bot.name().equals(name))
                .findFirst()
                .orElse(null);
        return new Settings(
                account,
                now.apiRoot(),
                now.proxy(),
                now.streaming(),
                now.ackReaction(),
                now.mediaMaxMb(),
                now.messagesPerSecond());
    }

    @Override
    public boolean dropsRepeated() {
        return false;
    }

    @Override
    public AccountConnection connect(AccountHold hold) {
        var bot = bot(hold.account());
        if (bot == null) {
            throw new IllegalStateException(
                    "There is no bot named " + hold.account() + " any more, or it has no token");
        }
        return new TelegramConnection(hold, bot, config.get(), blobs);
    }

    /// The bot of this name; null if there is none, or its token can't be read.
    @Nullable
    TelegramBot bot(String name) {
        var now = config.get();
        var settings = settings(now, name);
        var account = settings.account();
        if (account == null) {
            return null;
        }
        var status = status(name);
        var token = token(account, status);
        if (token == null) {
            return null;
        }
        synchronized (bots) {
            var known = bots.get(name);
            if (known != null
                    && known.settings().equals(settings)
                    && known.token().equals(token)) {
                return known.bot();
            }
            var made = new TelegramBot(name, token, account.settings(), now, status, moved);
            bots.put(name, new Made(settings, token, made));
            return made;
        }
    }

    @Override
    public Map<String, String> states() {
        var told = new TreeMap<String, String>();
        accounts().forEach(name -> told.put(name, status(name).describe()));
        return told;
    }

    private BotStatus status(String name) {
        synchronized (states) {
            return states.computeIfAbsent(name, _ -> new BotStatus());
        }
    }

    private static @Nullable Secret token(TelegramConfig.Account account, BotStatus status) {
        var token = account.settings().botToken();
        var file = account.settings().tokenFile();
        if (token != null || file == null) {
            return token;
        }
        try {
            String text = Files.readString(file).strip();
            if (TelegramConfig.isToken(text)) {
                return Secret.of(text);
            }
            status.doesNotReceive("the file " + file + " holds no bot's token");
        } catch (IOException e) {
            status.doesNotReceive(
                    "the file " + file + " can't be read (" + e.getClass().getSimpleName() + ")");
        }
        return null;
    }
}
