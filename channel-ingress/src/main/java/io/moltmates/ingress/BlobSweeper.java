package io.moltmates.ingress;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Removes uploaded files that nobody fetched, once no message that names them can be answered any more.
@Singleton
public class BlobSweeper {

    private static final Logger LOG = Logger.getLogger(BlobSweeper.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofHours(1);

    private final Vertx vertx;
    private final BlobStore blobs;
    private final IngressConfiguration settings;

    @Inject
    BlobSweeper(Vertx vertx, BlobStore blobs, IngressConfiguration settings) {
        this.vertx = vertx;
        this.blobs = blobs;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        var _ = vertx.setPeriodic(
                INTERVAL.toMillis(),
                _ -> Thread.ofVirtual().name("blob-sweeper").start(this::sweep));
    }

    private void sweep() {
        try {
            blobs.sweep(Instant.now().minus(settings.get().messages().maxAge()).minus(GRACE));
        } catch (IOException e) {
            LOG.warnf("old uploads could not be removed: error=%s", e);
        }
    }
}
