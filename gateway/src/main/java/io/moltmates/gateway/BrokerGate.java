package io.moltmates.gateway;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.management.ManagementFactory;
import org.jboss.logging.Logger;

/// Holds the services' consumers back until the broker and its topics are there.
@Singleton
final class BrokerGate {

    private static final Logger LOG = Logger.getLogger(BrokerGate.class);

    void waitForBroker(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent starting) {
        LOG.debugf(
                "services are loaded: %d ms after the JVM",
                ManagementFactory.getRuntimeMXBean().getUptime());
        RunningServices.announced().log().awaitReady();
    }
}
