package io.moltmates.persona;

import io.moltmates.schema.config.ServiceRole;
import io.moltmates.schema.process.ServiceProcess;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Runs persona-service as a program of its own, as in the distributed form.
@QuarkusMain(name = "persona-service")
public final class PersonaProcess {

    private PersonaProcess() {}

    /// @param arguments none, or [ServiceProcess#TRAINING]
    public static void main(String[] arguments) {
        ServiceProcess.prepare(ServiceRole.PERSONA_SERVICE, System.getenv(), arguments);
        Quarkus.run(arguments);
    }
}
