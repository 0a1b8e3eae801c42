package io.moltmates.gateway;

import io.moltmates.schema.process.VirtualThreads;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One run of the gateway: the broker and the services start side by side, and stop in order: services, then broker.
final class GatewayProcess {

    private static final Logger LOG = Logger.getLogger(GatewayProcess.class);
    /// Only to measure what starting side by side brings.
    private static final String ONE_AFTER_THE_OTHER = "moltmate.start.one-after-the-other";

    private static final Duration SERVICES_STOP = Duration.ofSeconds(8);

    private final GatewaySettings settings;
    private final PrintWriter out;
    private final boolean training;
    private final CountDownLatch servicesStopped = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile int exitCode;

    GatewayProcess(GatewaySettings settings, PrintWriter out, boolean training) {
        this.settings = settings;
        this.out = out;
        this.training = training;
    }

    /// Blocks until the gateway has stopped; returns the exit code.
    int run() {
        VirtualThreads.prepare();
        try (var _ = StateLock.acquire(settings.layout())) {
            settings.ports().taken(settings.bind()).ifPresent(port -> {
                throw new StartRefusedException(
                        "Port " + port + " is taken by another program. Stop that one, or choose"
                                + " another with --port (the broker takes the two ports above it).");
            });
            var secrets = SecretsFile.readOrMake(settings.layout());
            var log = new MessageLog(
                    new BrokerSettings(settings.layout().kafka(), settings.ports(), secrets.brokerPassword()),
                    settings.config().kafka());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopOnSignal(log), "gateway-stop"));
            ServiceProperties.set(settings, log);
            log.start();
            if (Boolean.getBoolean(ONE_AFTER_THE_OTHER)) {
                log.awaitReady();
            }
            RunningServices.announce(new RunningServices(settings, secrets, log, out, training));
            Quarkus.run(GatewayApplication.class, this::servicesEnded);
            stop(log);
            return exitCode;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The state directory " + settings.layout().root() + " is gone: " + e, e);
        }
    }

    private void servicesEnded(Integer code, @Nullable Throwable failure) {
        exitCode = code;
        if (failure != null) {
            var refused = refusal(failure);
            if (refused == null) {
                LOG.error("the gateway can't start", failure);
            } else {
                LOG.errorf("the gateway can't start: error=%s", refused.getMessage());
            }
        }
        servicesStopped.countDown();
    }

    private static @Nullable StartRefusedException refusal(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefusedException refused) {
                return refused;
            }
        }
        return null;
    }

    /// On SIGTERM and SIGINT the services stop by a hook of Quarkus; the broker must outlive them.
    private void stopOnSignal(MessageLog log) {
        if (stopping.get()) {
            return; // the program ends by itself
        }
        try {
            var _ = servicesStopped.await(SERVICES_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        stop(log);
        Runtime.getRuntime().halt(exitCode); // else the exit code would tell of the signal
    }

    /// The second caller waits until the first is done.
    private synchronized void stop(MessageLog log) {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        log.stop();
        try {
            Files.deleteIfExists(settings.layout().run());
        } catch (IOException e) {
            LOG.warnf("run.json stays behind: error=%s", e);
        }
    }
}
