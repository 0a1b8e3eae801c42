package io.moltmates.schema.config;

import io.moltmates.schema.UserId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much one person may use. A day is one of UTC.
///
/// @param messagesPerMinute how many messages of one person are answered in a minute; 0 is any number
/// @param tokensPerDay how many tokens a person's day takes, read and written; 0 is any number
/// @param moneyPerDay how many US dollars a person's day costs; 0 is any sum
/// @param users what is different for single people, by their names or ids
/// @param prices of models, by `provider/model`, where the built-in list has none or another one
public record LimitsConfig(
        int messagesPerMinute,
        int tokensPerDay,
        double moneyPerDay,
        Map<String, PersonLimitsConfig> users,
        Map<String, PriceConfig> prices) {

    public static final LimitsConfig DEFAULT = new LimitsConfig(60, 0, 0, Map.of(), Map.of());

    static final int MOST_MESSAGES = 100_000;
    static final int MOST_TOKENS = 2_000_000_000;
    static final double MOST_MONEY = 1_000_000;

    public LimitsConfig {
        Check.range("messagesPerMinute", messagesPerMinute, 0, MOST_MESSAGES);
        Check.range("tokensPerDay", tokensPerDay, 0, MOST_TOKENS);
        Check.range("moneyPerDay", moneyPerDay, 0, MOST_MONEY);
        users = Map.copyOf(users);
        prices = Map.copyOf(prices);
    }

    /// 0 if any number is fine.
    public int messagesPerMinute(UserId user) {
        var own = own(user);
        return own == null || own.messagesPerMinute() == null ? messagesPerMinute : own.messagesPerMinute();
    }

    /// 0 if any number is fine.
    public int tokensPerDay(UserId user) {
        var own = own(user);
        return own == null || own.tokensPerDay() == null ? tokensPerDay : own.tokensPerDay();
    }

    /// 0 if any sum is fine.
    public double moneyPerDay(UserId user) {
        var own = own(user);
        return own == null || own.moneyPerDay() == null ? moneyPerDay : own.moneyPerDay();
    }

    private @Nullable PersonLimitsConfig own(UserId user) {
        for (String name : List.of(user.value(), user.channel() + ":" + user.platformId(), user.platformId())) {
            var found = users.get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
