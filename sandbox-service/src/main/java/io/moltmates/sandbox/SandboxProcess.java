package io.moltmates.sandbox;

import io.moltmates.schema.config.ServiceRole;
import io.moltmates.schema.process.ServiceProcess;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Runs sandbox-service as a program of its own, as in the distributed form.
@QuarkusMain(name = "sandbox-service")
public final class SandboxProcess {

    private SandboxProcess() {}

    /// @param arguments none, or [ServiceProcess#TRAINING]
    public static void main(String[] arguments) {
        ServiceProcess.prepare(ServiceRole.SANDBOX_SERVICE, System.getenv(), arguments);
        Quarkus.run(arguments);
    }
}
