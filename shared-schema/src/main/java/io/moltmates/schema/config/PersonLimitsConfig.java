package io.moltmates.schema.config;

import org.jspecify.annotations.Nullable;

/// What is different for one person; what it does not say, `limits` says.
///
/// @param messagesPerMinute how many messages are answered in a minute; 0 is any number
/// @param tokensPerDay how many tokens a day of the person takes; 0 is any number
/// @param moneyPerDay how many US dollars a day of the person costs; 0 is any sum
public record PersonLimitsConfig(
        @Nullable Integer messagesPerMinute,
        @Nullable Integer tokensPerDay,
        @Nullable Double moneyPerDay) {

    public static final PersonLimitsConfig DEFAULT = new PersonLimitsConfig(null, null, null);

    public PersonLimitsConfig {
        if (messagesPerMinute != null) {
            Check.range("messagesPerMinute", messagesPerMinute, 0, LimitsConfig.MOST_MESSAGES);
        }
        if (tokensPerDay != null) {
            Check.range("tokensPerDay", tokensPerDay, 0, LimitsConfig.MOST_TOKENS);
        }
        if (moneyPerDay != null) {
            Check.range("moneyPerDay", moneyPerDay, 0, LimitsConfig.MOST_MONEY);
        }
    }
}
