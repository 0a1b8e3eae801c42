package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The container of one session: made by the first call that needs it, while others wait for that one.
final class SessionContainer {

    private static final Logger LOG = Logger.getLogger(SessionContainer.class);

    private final EngineConnection engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger users = new AtomicInteger();
    private volatile long lastUsed = System.nanoTime();
    private @Nullable Running running;

    /// @param directory what the workspace was when it was mounted; another one under the same path is
    /// not what the container sees
    private record Running(String id, ContainerSpec spec, Object directory) {}

    SessionContainer(EngineConnection engine) {
        this.engine = engine;
    }

    /// The running container's id; makes it if there is none, or if it was made otherwise than it would
    /// be now.
    ///
    /// @param preparation done before the workspace is mounted
    String ensure(ContainerSpec spec, Object directory, Runnable preparation) {
        lock.lock();
        try {
            var current = running;
            if (current != null
                    && current.spec().equals(spec)
                    && current.directory().equals(directory)) {
                return current.id();
            }
            remove();
            preparation.run();
            String id = make(spec);
            running = new Running(id, spec, directory);
            return id;
        } finally {
            lock.unlock();
        }
    }

    private String make(ContainerSpec spec) {
        String id = create(spec);
        try {
            var fault = ContainerPosture.fault(
                    engine.control().inspectContainerCmd(id).exec(), spec);
            if (fault.isPresent()) {
                throw new WeakContainerException(fault.get());
            }
            engine.control().startContainerCmd(id).exec();
            LOG.infof("container started: containerId=%s name=%s", id.substring(0, 12), spec.name());
            return id;
        } catch (RuntimeException e) {
            removeContainer(engine, id);
            throw e;
        }
    }

    private String create(ContainerSpec spec) {
        try {
            return tryCreate(spec);
        } catch (ConflictException _) {
            // of a worker that had this person before; whoever has them now owns the name
            removeContainer(engine, spec.name());
            return tryCreate(spec);
        }
    }

    private String tryCreate(ContainerSpec spec) {
        return engine.control()
                .createContainerCmd(spec.config().image())
                .withName(spec.name())
                .withHostName("sandbox")
                .withUser(spec.user())
                .withWorkingDir(ContainerSpec.MOUNT_POINT)
                .withEnv(ContainerSpec.ENVIRONMENT)
                .withLabels(spec.labels())
                .withCmd(ContainerSpec.WAIT)
                .withNetworkDisabled(true)
                .withHostConfig(spec.hostConfig())
                .exec()
                .getId();
    }

    /// Ends all that runs in it; the next call makes a new one.
    ///
    /// @param id the container that is meant; another one that was made meanwhile stays
    void discard(String id) {
        removeContainer(engine, id);
        lock.lock();
        try {
            if (running != null && running.id().equals(id)) {
                running = null;
            }
        } finally {
            lock.unlock();
        }
    }

    void remove() {
        lock.lock();
        try {
            var current = running;
            if (current != null) {
                running = null;
                removeContainer(engine, current.id());
            }
        } finally {
            lock.unlock();
        }
    }

    void enter() {
        users.incrementAndGet();
    }

    void leave() {
        lastUsed = System.nanoTime();
        users.decrementAndGet();
    }

    boolean isIdleFor(long nanos) {
        return users.get() == 0 && System.nanoTime() - lastUsed > nanos;
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
