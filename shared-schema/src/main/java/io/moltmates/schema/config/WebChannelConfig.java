package io.moltmates.schema.config;

import java.util.List;

/// The web chat.
///
/// @param enabled whether there is a web chat
/// @param allowFrom the names of the people who may sign in; `*` for everybody who has a link
/// @param maxUploadMb the largest file that a person may upload, in megabytes
public record WebChannelConfig(boolean enabled, List<String> allowFrom, int maxUploadMb) {

    public static final WebChannelConfig DEFAULT = new WebChannelConfig(true, List.of("owner"), 25);
    public static final WebChannelConfig OFF = new WebChannelConfig(false, List.of(), 25);

    public WebChannelConfig {
        allowFrom = List.copyOf(allowFrom);
        Check.each("allowFrom", allowFrom, People::isName, People.WRONG, People.RIGHT);
        Check.range("maxUploadMb", maxUploadMb, 1, 1024);
    }

    public boolean allows(String name) {
        return enabled && People.allows(allowFrom, "web", name);
    }
}
