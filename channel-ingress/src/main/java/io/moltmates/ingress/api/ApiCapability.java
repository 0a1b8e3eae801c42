package io.moltmates.ingress.api;

import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.schema.Capability;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/// Says whether there is an HTTP API.
@Singleton
public class ApiCapability implements Capability {

    private final IngressConfiguration settings;

    @Inject
    ApiCapability(IngressConfiguration settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "HTTP API";
    }

    @Override
    public boolean on() {
        return settings.get().channels().api().enabled();
    }

    @Override
    public String detail() {
        return on() ? "/v1/chat/completions" : "switched off by channels.api";
    }

    @Override
    public String howToTurnOn() {
        return on() ? "" : "Set channels.api.enabled to true.";
    }
}
