package io.moltmates.router;

import io.moltmates.schema.config.ApiChannelConfig;
import io.moltmates.schema.config.ChannelsConfig;
import io.moltmates.schema.config.CommandsConfig;
import io.moltmates.schema.config.DmPolicy;
import io.moltmates.schema.config.GroupPolicy;
import io.moltmates.schema.config.GroupsConfig;
import io.moltmates.schema.config.TelegramConfig;
import io.moltmates.schema.config.WebChannelConfig;
import java.util.List;
import java.util.Map;

/// Configurations that say who may write on Telegram.
final class TelegramRules {

    private TelegramRules() {}

    static RouterConfig people(DmPolicy policy, String... allowFrom) {
        return of(policy, List.of(allowFrom), GroupPolicy.ALLOWLIST, GroupsConfig.DEFAULT);
    }

    static RouterConfig of(DmPolicy policy, List<String> allowFrom, GroupPolicy groupPolicy, GroupsConfig groups) {
        var standard = TelegramConfig.DEFAULT;
        var telegram = new TelegramConfig(
                true,
                null,
                null,
                standard.apiRoot(),
                null,
                null,
                null,
                policy,
                allowFrom,
                groupPolicy,
                groups,
                standard.streaming(),
                "",
                20,
                30,
                Map.of());
        return new RouterConfig(
                new ChannelsConfig(WebChannelConfig.DEFAULT, ApiChannelConfig.DEFAULT, telegram),
                CommandsConfig.DEFAULT);
    }
}
