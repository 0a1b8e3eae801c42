package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Runs the supervisor of an image once, in a container like a session's but without a mount, to see
/// what programs and what Landlock there is.
final class ImageProbe {

    private static final Logger LOG = Logger.getLogger(ImageProbe.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MAX_PRINTED = 256 << 10;

    private final EngineConnection engine;
    private final Map<String, String> labels;

    ImageProbe(EngineConnection engine, Map<String, String> labels) {
        this.engine = engine;
        this.labels = labels;
    }

    /// @return empty if the image has no supervisor that answers
    /// @throws WeakContainerException if the engine does not protect containers as it has to
    Optional<ProbeResult> look(ContainerSpec spec) {
        var command = spec.probe();
        String id = ContainerMaker.request(engine, spec, command)
                .withName(ContainerNames.PREFIX + "probe-" + UUID.randomUUID())
                .withLabels(labels)
                .withHostConfig(spec.hostConfig())
                .exec()
                .getId();
        try {
            var fault = ContainerPosture.fault(
                    engine.control().inspectContainerCmd(id).exec(), spec, command, null);
            if (fault.isPresent()) {
                throw new WeakContainerException(fault.get());
            }
            return ProbeResult.parse(printed(id));
        } catch (IOException e) {
            LOG.debugf(e, "probe not read");
            return Optional.empty();
        } finally {
            ContainerMaker.removeContainer(engine, id);
        }
    }

    private String printed(String id) throws IOException {
        var wire = engine.attach(id);
        var late = CompletableFuture.runAsync(
                wire::close, CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
        try (wire) {
            engine.control().startContainerCmd(id).exec();
            return new String(wire.in().readNBytes(MAX_PRINTED), StandardCharsets.UTF_8);
        } catch (DockerException e) {
            if (String.valueOf(e.getMessage()).contains(ContainerSpec.SUPERVISOR)) {
                throw new IOException("There is no supervisor to start", e);
            }
            throw e;
        } finally {
            late.cancel(false);
        }
    }
}
