package io.moltmates.gateway;

import io.moltmates.schema.Capability;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;

/// Says that everything is up, and waits for the end.
@Singleton
@Unremovable
public class GatewayApplication implements QuarkusApplication {

    private final Instance<Capability> capabilities;

    @Inject
    GatewayApplication(@Any Instance<Capability> capabilities) {
        this.capabilities = capabilities;
    }

    @Override
    public int run(String... arguments) throws IOException {
        var services = RunningServices.announced();
        var settings = services.settings();
        new StartScreen(settings, services.secrets(), capabilities.stream().toList()).print(services.out());
        new RunFile(
                        ProcessHandle.current().pid(),
                        settings.bind(),
                        settings.ports().http(),
                        services.log().address())
                .write(settings.layout());
        if (services.training()) {
            Training.run(settings, services.secrets());
            return 0;
        }
        Quarkus.waitForExit();
        return 0;
    }
}
