package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.moltmates.sandbox.supervisor.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/// Makes, attaches to and removes containers of one engine.
///
/// Thread-safe. Only so many are made at once: an engine that is asked for a hundred takes as long for
/// all of them, and every single one is late then.
final class ContainerMaker {

    private static final Logger LOG = Logger.getLogger(ContainerMaker.class);
    private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GREETING = Duration.ofSeconds(20);
    private static final int NAME_TRIES = 40;
    private static final long NAME_PAUSE_NANOS = 50_000_000L;

    private final EngineConnection engine;
    private final ContainerNames names;
    private final ContainerClaims claims;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /// What is made.
    ///
    /// @param directory what the workspace is
    record Order(
            String name,
            Map<String, String> labels,
            Path workspace,
            String directory,
            SandboxImage.State.Ready ready) {}

    ContainerMaker(EngineConnection engine, ContainerNames names, ContainerClaims claims) {
        this.engine = engine;
        this.names = names;
        this.claims = claims;
    }

    EngineConnection engine() {
        return engine;
    }

    ContainerClaims claims() {
        return claims;
    }

    /// @throws WeakContainerException if the engine does not protect it as it has to
    LiveContainer make(Order order) {
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Too many containers are being made");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted before a container was made");
        }
        try {
            return started(order);
        } finally {
            turns.release();
        }
    }

    private LiveContainer started(Order order) {
        var spec = order.ready().spec();
        String id = create(order);
        try {
            claims.take(id);
            fault(
                            inspect(id).orElseThrow(() -> new NotFoundException("The new container is gone")),
                            spec,
                            order.workspace())
                    .ifPresent(fault -> {
                        throw new WeakContainerException(fault);
                    });
            engine.control().startContainerCmd(id).exec();
            var supervisor = Supervisor.attach(engine.attach(id), GREETING);
            LOG.infof("container started: containerId=%s name=%s", id.substring(0, 12), order.name());
            return new LiveContainer(id, order.ready().posture(), order.directory(), Instant.now(), supervisor);
        } catch (IOException e) {
            remove(id);
            throw new IllegalStateException("The new container's supervisor does not answer", e);
        } catch (RuntimeException e) {
            remove(id);
            throw e;
        }
    }

    /// Attaches to a container that an earlier life of the service made, and that is this one's now.
    ///
    /// @return empty if it is not one that would be made now, or does not answer; it is removed then
    Optional<LiveContainer> adopt(String id, SandboxImage.State.Ready ready, Path workspace, String directory) {
        var found = inspect(id);
        if (found.isEmpty() || !isAsNow(found.get(), ready, workspace, directory)) {
            remove(id);
            return Optional.empty();
        }
        try {
            var supervisor = Supervisor.attach(engine.attach(id), GREETING);
            LOG.infof("container adopted: containerId=%s", id.substring(0, 12));
            return Optional.of(new LiveContainer(
                    id, ready.posture(), directory, Instant.parse(found.get().getCreated()), supervisor));
        } catch (IOException | NotFoundException e) {
            LOG.infof("container not adopted: containerId=%s error=%s", id.substring(0, 12), e);
            remove(id);
            return Optional.empty();
        }
    }

    private boolean isAsNow(
            InspectContainerResponse made, SandboxImage.State.Ready ready, Path workspace, String directory) {
        var config = made.getConfig();
        var labels = config == null ? null : config.getLabels();
        var state = made.getState();
        return labels != null
                && state != null
                && Boolean.TRUE.equals(state.getRunning())
                && ready.posture().equals(labels.get(ContainerNames.POSTURE_LABEL))
                && directory.equals(labels.get(ContainerNames.WORKSPACE_LABEL))
                && fault(made, ready.spec(), workspace).isEmpty();
    }

    private Optional<String> fault(InspectContainerResponse made, ContainerSpec spec, Path workspace) {
        return ContainerPosture.fault(made, spec, spec.command(), names.paths().onHost(workspace));
    }

    private Optional<InspectContainerResponse> inspect(String idOrName) {
        try {
            return Optional.of(engine.control().inspectContainerCmd(idOrName).exec());
        } catch (NotFoundException _) {
            return Optional.empty();
        }
    }

    private String create(Order order) {
        for (int tries = 0; tries < NAME_TRIES; tries++) {
            try {
                return create(order, order.name());
            } catch (ConflictException _) {
                var taken = inspect(order.name());
                if (taken.isPresent() && !isOurLeftover(taken.get(), order)) {
                    break;
                }
                taken.ifPresent(container -> remove(container.getId()));
                LockSupport.parkNanos(NAME_PAUSE_NANOS); // a name is free only when all of the container is gone
            }
        }
        return create(order, ContainerNames.another(order.name()));
    }

    /// Whether it is the same person's, and no other process uses it.
    private boolean isOurLeftover(InspectContainerResponse taken, Order order) {
        var config = taken.getConfig();
        var labels = config == null ? null : config.getLabels();
        String user = order.labels().get(ContainerNames.USER_LABEL);
        return labels != null
                && names.isOurs(labels)
                && user != null
                && user.equals(labels.get(ContainerNames.USER_LABEL))
                && claims.tryTake(taken.getId(), labels);
    }

    private String create(Order order, String name) {
        var spec = order.ready().spec();
        return request(engine, spec, spec.command())
                .withName(name)
                .withLabels(order.labels())
                .withHostConfig(spec.hostConfig(names.paths().onHost(order.workspace())))
                .exec()
                .getId();
    }

    static CreateContainerCmd request(EngineConnection engine, ContainerSpec spec, List<String> command) {
        return engine.control()
                .createContainerCmd(spec.image())
                .withHostName(ContainerSpec.HOST_NAME)
                .withUser(spec.user())
                .withWorkingDir(ContainerSpec.MOUNT_POINT)
                .withEnv(ContainerSpec.ENVIRONMENT)
                .withEntrypoint(List.of())
                .withCmd(command)
                .withStdinOpen(true)
                .withStdInOnce(false)
                .withTty(false)
                .withNetworkDisabled(!spec.config().hasNetwork());
    }

    /// Gives a container another name, if that is free.
    void rename(String id, String name) {
        try {
            engine.control().renameContainerCmd(id).withName(name).exec();
        } catch (ConflictException _) {
            engine.control()
                    .renameContainerCmd(id)
                    .withName(ContainerNames.another(name))
                    .exec();
        }
    }

    /// Ends all that runs in it. Quiet if it is gone, or if the engine is: then it ends by itself.
    void remove(LiveContainer container) {
        container.supervisor().close();
        remove(container.id());
    }

    void remove(String id) {
        try {
            removeContainer(engine, id);
            claims.forget(id);
        } catch (RuntimeException e) {
            LOG.warnf("container not removed: containerId=%s error=%s", id, e);
        }
    }

    /// Lets go of it, for the next life of the service.
    void release(LiveContainer container) {
        claims.letGo(container.id());
        container.supervisor().close();
    }

    static void removeContainer(EngineConnection engine, String idOrName) {
        try {
            engine.control()
                    .removeContainerCmd(idOrName)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException _) {
            // it is gone, or going
        }
    }
}
