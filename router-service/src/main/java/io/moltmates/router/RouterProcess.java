package io.moltmates.router;

import io.moltmates.schema.config.ServiceRole;
import io.moltmates.schema.process.ServiceProcess;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Runs router-service as a program of its own, as in the distributed form.
@QuarkusMain(name = "router-service")
public final class RouterProcess {

    private RouterProcess() {}

    /// @param arguments none, or [ServiceProcess#TRAINING]
    public static void main(String[] arguments) {
        ServiceProcess.prepare(ServiceRole.ROUTER_SERVICE, System.getenv(), arguments);
        Quarkus.run(arguments);
    }
}
