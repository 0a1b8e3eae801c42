package io.moltmates.ingress.web;

import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.schema.Capability;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/// Says whether there is a web chat, and for whom.
@Singleton
public class WebChatCapability implements Capability {

    private final IngressConfiguration settings;

    @Inject
    WebChatCapability(IngressConfiguration settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "web chat";
    }

    @Override
    public boolean on() {
        var web = settings.get().channels().web();
        return web.enabled() && !web.allowFrom().isEmpty();
    }

    @Override
    public String detail() {
        var web = settings.get().channels().web();
        if (!web.enabled()) {
            return "switched off by channels.web";
        }
        return web.allowFrom().isEmpty()
                ? "nobody may sign in"
                : "for "
                        + (web.allowFrom().contains("*")
                                ? "everybody with a link"
                                : String.join(", ", web.allowFrom()));
    }

    @Override
    public String howToTurnOn() {
        return on() ? "" : "List people in channels.web.allowFrom, such as [\"alice\"].";
    }
}
