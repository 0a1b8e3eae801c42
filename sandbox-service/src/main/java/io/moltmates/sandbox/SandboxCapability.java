package io.moltmates.sandbox;

import io.moltmates.schema.Capability;
import io.moltmates.schema.config.ExecConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/// Says on the start screen whether commands can run.
@ApplicationScoped
class SandboxCapability implements Capability {

    private static final Availability.Off DENIED = new Availability.Off(
            "the configuration forbids commands", "Set tools.exec.security to \"allowlist\" in moltmate.json.");

    private final SandboxClients clients;

    @Inject
    SandboxCapability(SandboxClients clients) {
        this.clients = clients;
    }

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public boolean on() {
        return availability() instanceof Availability.On;
    }

    @Override
    public String detail() {
        return switch (availability()) {
            case Availability.On(var detail) -> detail;
            case Availability.Off off -> off.reason();
        };
    }

    @Override
    public String howToTurnOn() {
        return switch (availability()) {
            case Availability.On _ -> "";
            case Availability.Off off -> off.remedy();
        };
    }

    private Availability availability() {
        return clients.settings().exec().security() == ExecConfig.Security.DENY ? DENIED : clients.availability();
    }
}
