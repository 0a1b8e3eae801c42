package io.moltmates.ingress;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.moltmates.schema.telemetry.Telemetry;
import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Shows this process's metrics at `telemetry.metricsAddress`, for a Prometheus that has no token; open only where the
/// operator has set an address. It speaks HTTP/1.1 only, as Prometheus does: a large page was once sent behind an
/// upgrade to HTTP/2
/// in HTTP/1.1's form.
///
/// An address that is taken costs the metrics there, not the service.
@Singleton
@SuppressWarnings("deprecation") // the registry that Quarkus' extension makes is of this class
public class MetricsServer {

    private static final Logger LOG = Logger.getLogger(MetricsServer.class);
    private static final String PATH = "/q/metrics";

    private final Vertx vertx;
    private final Instance<PrometheusMeterRegistry> registry;
    private volatile @Nullable HttpServer server;

    @Inject
    MetricsServer(Vertx vertx, Instance<PrometheusMeterRegistry> registry) {
        this.vertx = vertx;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        String address = Telemetry.config().metricsAddress();
        if (address == null) {
            return;
        }
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        server = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(this::answer);
        var _ = server.listen(Integer.parseInt(address.substring(colon + 1)), host)
                .onFailure(failure -> LOG.errorf("metrics are not shown: address=%s error=%s", address, failure));
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals(PATH)) {
            var _ = request.response()
                    .putHeader("Content-Type", TextFormat.CONTENT_TYPE_004)
                    .end(registry.get().scrape());
        } else {
            var _ = request.response().setStatusCode(404).end();
        }
    }

    @PreDestroy
    void close() {
        var open = server;
        if (open != null) {
            var _ = open.close();
        }
    }
}
