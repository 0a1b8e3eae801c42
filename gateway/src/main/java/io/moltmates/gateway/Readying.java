package io.moltmates.gateway;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/// Waits until every service can take a request: before that, whoever believes the start screen is turned away.
@Singleton
class Readying {

    private static final Logger LOG = Logger.getLogger(Readying.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Instance<HealthCheck> checks;

    @Inject
    Readying(@Readiness Instance<HealthCheck> checks) {
        this.checks = checks;
    }

    /// Goes on without what is not ready after 30 s; `/q/health/ready` tells when it is.
    void await() {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<String> missing = missing();
        while (!missing.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            missing = missing();
        }
        if (!missing.isEmpty()) {
            LOG.warnf("started, but not ready yet: checks=%s", missing);
        }
    }

    private List<String> missing() {
        return checks.stream()
                .map(HealthCheck::call)
                .filter(check -> check.getStatus() == HealthCheckResponse.Status.DOWN)
                .map(HealthCheckResponse::getName)
                .toList();
    }
}
