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
    private final Readying readying;

    @Inject
    GatewayApplication(@Any Instance<Capability> capabilities, Readying readying) {
        this.capabilities = capabilities;
        this.readying = readying;
    }

    @Override
    public int run(String... arguments) throws IOException {
        var services = RunningServices.announced();
        readying.await();
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
