package io.moltmates.ingress;

import io.moltmates.schema.config.ServiceRole;
import io.moltmates.schema.process.ServiceProcess;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/// Runs channel-ingress as a program of its own, as in the distributed form.
@QuarkusMain(name = "channel-ingress")
public final class IngressProcess {

    private IngressProcess() {}

    /// @param arguments none, or [ServiceProcess#TRAINING]
    public static void main(String[] arguments) {
        ServiceProcess.prepare(ServiceRole.CHANNEL_INGRESS, System.getenv(), arguments);
        Quarkus.run(arguments);
    }
}
