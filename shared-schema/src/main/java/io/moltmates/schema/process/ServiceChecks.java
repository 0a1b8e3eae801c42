package io.moltmates.schema.process;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// The readiness checks that services have in common.
///
/// @param service whose checks they are, such as `router-service`
/// @param application what runs in this process: where it is the service itself, its checks are named plainly, else
/// with
/// the service before the name
public record ServiceChecks(String service, String application) {

    /// Down while one of the service's topics is not read.
    ///
    /// @param unread the channels that are not
    public HealthCheck inbound(Supplier<List<String>> unread) {
        return () -> {
            var missing = unread.get();
            return HealthCheckResponse.named(name("inbound"))
                    .status(missing.isEmpty())
                    .withData("channels", missing.isEmpty() ? "all are read" : "not read: " + missing)
                    .build();
        };
    }

    /// Down while no broker is connected.
    public HealthCheck broker(BooleanSupplier connected) {
        return () -> HealthCheckResponse.named(name("broker"))
                .status(connected.getAsBoolean())
                .build();
    }

    /// Up in any case, since all else works without; says what there is, and what is off.
    public HealthCheck outbound(Supplier<Map<String, String>> told) {
        return () -> {
            var response = HealthCheckResponse.named(name("outbound")).up();
            told.get().forEach(response::withData);
            return response.build();
        };
    }

    /// Down while the directory can't be written.
    public HealthCheck state(StateDirectory directory) {
        return () -> {
            var problem = directory.problem();
            return HealthCheckResponse.named(name("state"))
                    .status(problem.isEmpty())
                    .withData("directory", problem.orElse("can be written"))
                    .build();
        };
    }

    private String name(String check) {
        return service.equals(application) ? check : service + " " + check;
    }
}
