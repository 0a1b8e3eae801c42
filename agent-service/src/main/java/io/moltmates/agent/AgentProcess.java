package io.moltmates.agent;

import io.moltmates.schema.config.ServiceRole;
import io.moltmates.schema.process.ServiceProcess;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Runs agent-service as a program of its own, as in the distributed form.
@QuarkusMain(name = "agent-service")
public final class AgentProcess {

    private AgentProcess() {}

    /// @param arguments none, or [ServiceProcess#TRAINING]
    public static void main(String[] arguments) {
        ServiceProcess.prepare(ServiceRole.AGENT_SERVICE, System.getenv(), arguments);
        Quarkus.run(arguments);
    }
}
