package io.moltmates.schema.config;

import java.util.List;

/// What all chat platforms have in common: who may write there.
public sealed interface PlatformConfig permits TelegramConfig {

    boolean enabled();

    DmPolicy dmPolicy();

    /// Ids or names of people, with or without the channel before them; `*` for everybody.
    List<String> allowFrom();

    GroupPolicy groupPolicy();

    GroupsConfig groups();
}
