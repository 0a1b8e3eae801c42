package io.moltmates.schema.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Telegram bots. Without `botToken` and `tokenFile`, the environment variable `TELEGRAM_BOT_TOKEN` counts.
///
/// @param enabled whether the bots work
/// @param botToken as @BotFather gave it
/// @param tokenFile a file that holds the token, instead of `botToken`
/// @param apiRoot where the Bot API is
/// @param proxy an HTTP proxy, such as `http://proxy.example:3128`
/// @param webhookUrl where Telegram sends updates; without it, they are asked for
/// @param webhookSecret what Telegram says with each of them; without it, one is derived from the bot's token
/// @param dmPolicy who may write in private chats
/// @param allowFrom ids or names of people; `*` for everybody
/// @param groupPolicy in which groups the bots answer
/// @param groups the groups
/// @param streaming how people see answers grow
/// @param ackReaction the emoji with which a message that is taken is marked; empty for none
/// @param mediaMaxMb the largest file that is fetched, in megabytes; the Bot API gives no larger ones than 20 MB
/// @param messagesPerSecond how many messages all chats of a bot together get; Telegram allows 30
/// @param accounts further bots by name
public record TelegramConfig(
        boolean enabled,
        @Nullable Secret botToken,
        @Nullable Path tokenFile,
        URI apiRoot,
        @Nullable URI proxy,
        @Nullable URI webhookUrl,
        @Nullable Secret webhookSecret,
        DmPolicy dmPolicy,
        List<String> allowFrom,
        GroupPolicy groupPolicy,
        GroupsConfig groups,
        Streaming streaming,
        String ackReaction,
        int mediaMaxMb,
        int messagesPerSecond,
        Map<String, TelegramAccountConfig> accounts)
        implements PlatformConfig {

    /// The variable that holds the token of the first bot where the file says none.
    public static final String TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN";

    /// The name of the bot that stands in the section itself.
    public static final String FIRST = "default";

    public static final URI API_ROOT = URI.create("https://api.telegram.org");

    public static final TelegramConfig DEFAULT = make(true);
    public static final TelegramConfig OFF = make(false);

    private static final Pattern TOKEN = Pattern.compile("[0-9]{1,20}:[A-Za-z0-9_-]{1,200}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{1,256}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    /// How people see an answer grow.
    public enum Streaming {
        /// As a draft in private chats, and by edits in groups.
        DRAFT,
        /// By edits of a message, at most one a second.
        EDIT,
        /// Not at all: the answer comes when it is whole.
        OFF
    }

    /// One bot as it is to work.
    ///
    /// @param name as addresses have it
    public record Account(String name, TelegramAccountConfig settings) {}

    public TelegramConfig {
        check(botToken, tokenFile, webhookUrl, webhookSecret);
        web("apiRoot", apiRoot);
        if (proxy != null) {
            web("proxy", proxy);
        }
        allowFrom = List.copyOf(allowFrom);
        Check.each("allowFrom", allowFrom, People::isName, People.WRONG, People.RIGHT);
        if (dmPolicy == DmPolicy.OPEN && !allowFrom.contains(People.EVERYBODY)) {
            throw new InvalidSetting(
                    "dmPolicy",
                    "lets everybody in, and allowFrom does not say so",
                    "Add \"*\" to allowFrom as well, or choose allowlist or pairing.");
        }
        Check.range("mediaMaxMb", mediaMaxMb, 1, 20);
        Check.range("messagesPerSecond", messagesPerSecond, 1, 1000);
        accounts = Map.copyOf(accounts);
        for (String name : accounts.keySet()) {
            if (!ACCOUNT.matcher(name).matches()) {
                throw new InvalidSetting(
                        "accounts." + name,
                        "is not a bot's name",
                        "Name it with up to 64 letters, digits, dashes and underscores.");
            }
        }
    }

    /// All bots that are on, the first one with them if it has a token.
    ///
    /// @param environment where the first one's token may stand
    public List<Account> bots(Map<String, String> environment) {
        if (!enabled) {
            return List.of();
        }
        var all = new TreeMap<String, TelegramAccountConfig>(accounts);
        var token = botToken;
        String named = environment.getOrDefault(TOKEN_VARIABLE, "").strip();
        if (token == null && tokenFile == null && TOKEN.matcher(named).matches()) {
            token = Secret.of(named);
        }
        if (token != null || tokenFile != null) {
            all.putIfAbsent(FIRST, new TelegramAccountConfig(true, token, tokenFile, webhookUrl, webhookSecret));
        }
        return all.entrySet().stream()
                .filter(bot -> bot.getValue().enabled())
                .filter(bot ->
                        bot.getValue().botToken() != null || bot.getValue().tokenFile() != null)
                .map(bot -> new Account(bot.getKey(), bot.getValue()))
                .toList();
    }

    /// Whether this has the form of a token: a number, a colon, and letters.
    public static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    static void check(
            @Nullable Secret botToken,
            @Nullable Path tokenFile,
            @Nullable URI webhookUrl,
            @Nullable Secret webhookSecret) {
        if (botToken != null && !isToken(botToken.reveal())) {
            throw new InvalidSetting(
                    "botToken",
                    "is not a bot's token",
                    "Copy it as @BotFather wrote it: a number, a colon, and letters.");
        }
        if (botToken != null && tokenFile != null) {
            throw new InvalidSetting("tokenFile", "stands beside botToken", "Leave one of the two out.");
        }
        if (webhookUrl != null && !("https".equals(webhookUrl.getScheme()) && webhookUrl.getHost() != null)) {
            throw new InvalidSetting(
                    "webhookUrl",
                    "is no address that Telegram would send to",
                    "Write it like https://bot.example.org/telegram.");
        }
        if (webhookSecret != null && !SECRET.matcher(webhookSecret.reveal()).matches()) {
            throw new InvalidSetting(
                    "webhookSecret",
                    "has characters that Telegram does not take, or too many",
                    "Use up to 256 letters, digits, dashes and underscores.");
        }
    }

    private static void web(String component, URI address) {
        String scheme = String.valueOf(address.getScheme());
        if (!Set.of("http", "https").contains(scheme) || address.getHost() == null) {
            throw new InvalidSetting(component, "is not an address", "Write it like https://host.example.");
        }
    }

    private static TelegramConfig make(boolean enabled) {
        return new TelegramConfig(
                enabled,
                null,
                null,
                API_ROOT,
                null,
                null,
                null,
                DmPolicy.ALLOWLIST,
                List.of(),
                GroupPolicy.ALLOWLIST,
                GroupsConfig.DEFAULT,
                Streaming.DRAFT,
                "",
                20,
                30,
                Map.of());
    }
}
