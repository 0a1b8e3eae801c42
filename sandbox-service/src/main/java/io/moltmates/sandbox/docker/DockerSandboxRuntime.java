package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.SandboxRuntime;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.SandboxConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs programs in containers of a Docker engine, one container a session.
public final class DockerSandboxRuntime implements SandboxRuntime {

    private static final Logger LOG = Logger.getLogger(DockerSandboxRuntime.class);
    private static final long CHECK_NANOS = 5_000_000_000L;

    private final Supplier<SandboxConfig> config;
    private final String user;
    private final ContainerNames names;
    private final Map<Key, SessionContainer> containers = new ConcurrentHashMap<>();
    private EngineConnection engine;
    private volatile @Nullable Checked checked;
    private volatile boolean closed;

    private record Key(UserId user, String name) {}

    private record Checked(SandboxConfig config, Availability availability, long at) {}

    /// @param user whom the programs run as: `uid:gid`
    public DockerSandboxRuntime(Supplier<SandboxConfig> config, Path stateDirectory, String user) {
        this.config = config;
        this.user = user;
        names = ContainerNames.of(stateDirectory);
        engine = new EngineConnection(config.get().docker().host());
    }

    @Override
    public Availability availability() {
        var current = config.get();
        var last = checked;
        if (last != null && last.config().equals(current) && System.nanoTime() - last.at() < CHECK_NANOS) {
            return last.availability();
        }
        var availability = EngineCheck.look(current, engine());
        checked = new Checked(current, availability, System.nanoTime());
        return availability;
    }

    @Override
    public SandboxOutcome run(SandboxCommand command, Cancellation cancellation) {
        if (availability() instanceof Availability.Off off) {
            return new Unavailable(off.sentence());
        }
        var settings = config.get();
        String name = names.name(command.user(), command.session(), settings.scope());
        var session = entered(new Key(command.user(), name));
        try {
            var spec = new ContainerSpec(
                    name,
                    user,
                    command.workspace(),
                    settings.docker(),
                    names.labels(command.user(), command.session(), settings.scope()));
            return runIn(session, spec, command, cancellation);
        } catch (NotPreparedException e) {
            return e.outcome();
        } catch (WeakContainerException e) {
            LOG.errorf("container refused: error=%s", e.getMessage());
            return new Unavailable("Commands are off here: the engine does not protect containers as it has to.");
        } catch (RuntimeException e) {
            checked = null;
            if (closed) {
                return new Interrupted("");
            }
            if (cancellation.isCancelled()) {
                return new Cancelled("");
            }
            LOG.errorf(e, "container failed: userId=%s sessionId=%s", command.user(), command.session());
            return new Unavailable("The command could not be run: the sandbox's engine has a fault. Try again later.");
        } finally {
            session.leave();
        }
    }

    private SandboxOutcome runIn(
            SessionContainer session, ContainerSpec spec, SandboxCommand command, Cancellation cancellation) {
        try {
            return new ContainerCommand(engine(), session, ensure(session, spec, command)).run(command, cancellation);
        } catch (NotFoundException | ConflictException _) {
            // somebody removed or stopped the container: once more in a new one, before anything ran
            session.remove();
            return new ContainerCommand(engine(), session, ensure(session, spec, command)).run(command, cancellation);
        }
    }

    private static String ensure(SessionContainer session, ContainerSpec spec, SandboxCommand command) {
        return session.ensure(
                spec,
                identity(command.workspace()),
                () -> command.preparation().get().ifPresent(outcome -> {
                    throw new NotPreparedException(outcome);
                }));
    }

    private static Object identity(Path directory) {
        try {
            var key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
            return key == null ? directory : key;
        } catch (IOException _) {
            return new Object(); // not there: the preparation says what is wrong
        }
    }

    @Override
    public Optional<SandboxOutcome> interrupted(UserId user, String session, String id, int pipelines) {
        return Optional.empty(); // the engine's exec keeps nothing of a run
    }

    @Override
    public void closeSession(UserId user, String session) {
        if (config.get().scope() == SandboxConfig.Scope.SESSION) {
            String name = names.name(user, session, SandboxConfig.Scope.SESSION);
            removeIf((key, _) -> key.equals(new Key(user, name)));
        }
    }

    @Override
    public void closePerson(UserId user) {
        removeIf((key, _) -> key.user().equals(user));
    }

    /// Removes the containers that nobody used for as long as the configuration says.
    public void removeIdle() {
        long nanos = config.get().idle().toNanos();
        removeIf((_, session) -> session.isIdleFor(nanos));
    }

    /// Removes what workers left behind that have ended without cleaning up.
    public void removeLeftovers() {
        if (availability() instanceof Availability.Off) {
            return;
        }
        var client = engine().control();
        var ours = client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(ContainerNames.STATE_LABEL, names.state()))
                .exec();
        for (var container : ours) {
            if (ContainerOwner.of(container.getLabels())
                    .filter(ContainerOwner::isGone)
                    .isPresent()) {
                LOG.infof("leftover container removed: containerId=%s", container.getId());
                SessionContainer.removeContainer(engine(), container.getId());
            }
        }
    }

    /// Counted as used before anybody can find it idle.
    private SessionContainer entered(Key key) {
        return Objects.requireNonNull(containers.compute(key, (_, present) -> {
            var session = present == null ? new SessionContainer(engine()) : present;
            session.enter();
            return session;
        }));
    }

    private void removeIf(BiPredicate<Key, SessionContainer> condition) {
        for (var key : List.copyOf(containers.keySet())) {
            containers.computeIfPresent(key, (_, session) -> {
                if (!condition.test(key, session)) {
                    return session;
                }
                var _ = Thread.ofVirtual().start(() -> removeQuietly(session));
                return null;
            });
        }
    }

    private static void removeQuietly(SessionContainer session) {
        try {
            session.remove();
        } catch (RuntimeException e) {
            LOG.warnf("container not removed: error=%s", e);
        }
    }

    private synchronized EngineConnection engine() {
        var host = config.get().docker().host();
        if (!closed && !engine.isTo(host)) {
            containers.values().forEach(DockerSandboxRuntime::removeQuietly);
            containers.clear();
            engine.close();
            engine = new EngineConnection(host);
        }
        return engine;
    }

    @Override
    public void close() {
        closed = true;
        containers.values().parallelStream().forEach(DockerSandboxRuntime::removeQuietly);
        containers.clear();
        engine().close();
    }
}
