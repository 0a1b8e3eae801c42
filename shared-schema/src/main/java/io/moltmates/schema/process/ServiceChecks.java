package io.moltmates.schema.process;

import io.moltmates.schema.StateLayout;
import io.moltmates.schema.config.ConfigLoader;
import io.moltmates.schema.kafka.TopicAdmin;
import io.moltmates.schema.kafka.TopicReport;
import io.moltmates.schema.kafka.TopicWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/// The readiness checks that services have in common.
///
/// @param service whose checks they are, such as `router-service`
/// @param application what runs in this process: where it is the service itself, its checks are named plainly, else
/// with the service before the name
public record ServiceChecks(String service, String application) {

    private static final Duration TOPICS_TIMEOUT = Duration.ofSeconds(15);

    /// Down while one of the service's channels is not read.
    ///
    /// @param channels the names of those that the service reads
    /// @param known all of the process, as the messaging library knows them
    public <C> HealthCheck inbound(
            Set<String> channels,
            Supplier<? extends Collection<C>> known,
            Function<C, String> channel,
            Predicate<C> isRead) {
        return () -> {
            var missing = known.get().stream()
                    .filter(one -> channels.contains(channel.apply(one)) && !isRead.test(one))
                    .map(channel)
                    .toList();
            return HealthCheckResponse.named(name("inbound"))
                    .status(missing.isEmpty())
                    .withData("channels", missing.isEmpty() ? "all are read" : "not read: " + missing)
                    .build();
        };
    }

    /// Down while no broker is connected. The check that is named plainly also tells how topics differ from the
    /// configuration, once for the whole process.
    ///
    /// @param connection Kafka's client properties
    public HealthCheck broker(BooleanSupplier connected, Map<String, ?> connection) {
        return broker(connected, new TopicWatch(() -> compare(connection)));
    }

    HealthCheck broker(BooleanSupplier connected, TopicWatch topics) {
        return () -> {
            var response = HealthCheckResponse.named(name("broker"));
            if (speaksForAll() && connected.getAsBoolean()) {
                topics.told().forEach(response::withData);
            }
            return response.status(connected.getAsBoolean()).build(); // which may have changed in the meantime
        };
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
    public HealthCheck state(Path path) {
        var directory = new StateDirectory(path);
        return () -> {
            var problem = directory.problem();
            return HealthCheckResponse.named(name("state"))
                    .status(problem.isEmpty())
                    .withData("directory", problem.orElse("can be written"))
                    .build();
        };
    }

    /// The file is read anew, since it may be what was mended.
    private static TopicReport compare(Map<String, ?> connection) {
        var environment = System.getenv();
        var file = StateLayout.of(environment).configuration();
        var config = ConfigLoader.load(file, environment).config().kafka();
        return new TopicAdmin(connection, ProcessProperties.isBrokerAlone() ? config.alone() : config)
                .compare(TOPICS_TIMEOUT);
    }

    private String name(String check) {
        return speaksForAll() ? check : service + " " + check;
    }

    private boolean speaksForAll() {
        return service.equals(application);
    }
}
