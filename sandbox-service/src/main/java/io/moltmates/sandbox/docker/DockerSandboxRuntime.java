package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.OwnerLease;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.SandboxRuntime;
import io.moltmates.sandbox.SandboxSettings;
import io.moltmates.sandbox.supervisor.RunLimits;
import io.moltmates.sandbox.supervisor.RunLostException;
import io.moltmates.sandbox.supervisor.SupervisorException;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Cancelled;
import io.moltmates.schema.SandboxOutcome.Interrupted;
import io.moltmates.schema.SandboxOutcome.Unavailable;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Runs programs in containers of a Docker engine, by the supervisor in each; one container a session, or
/// a person.
public final class DockerSandboxRuntime implements SandboxRuntime {

    private static final Logger LOG = Logger.getLogger(DockerSandboxRuntime.class);

    /// As many processes of the containers' one user wait on a host, at most, besides those that run: a supervisor
    /// each.
    private static final int ALL_CONTAINERS = 10_000;

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final Containers containers;
    private volatile boolean closed;

    /// @param version changes whenever the configuration is read anew; the image is looked up again then
    /// @param user whom the programs run as: `uid:gid`
    /// @param environment where [HostPaths] looks
    /// @param lease says that this life of the service runs; it is its maker's to close, after this
    public DockerSandboxRuntime(
            Supplier<SandboxSettings> settings,
            Supplier<Object> version,
            StateLayout layout,
            String user,
            Map<String, String> environment,
            OwnerLease lease) {
        containers = new Containers(settings, version, layout, user, environment, lease);
    }

    @Override
    public Availability availability() {
        return containers.availability();
    }

    @Override
    public SandboxOutcome run(SandboxCommand command, Cancellation cancellation) {
        var here = containers.host();
        SessionContainer session = null;
        try {
            containers.ready(here); // before anything is named: a name may hold what is known only then
            session = containers.enter(command.user(), command.session(), here);
            return runIn(session, here, command, cancellation);
        } catch (NotPreparedException e) {
            return e.outcome();
        } catch (CommandsOffException e) {
            return new Unavailable(e.why().sentence());
        } catch (WeakContainerException e) {
            containers.weak(e);
            return new Unavailable(e.why().sentence());
        } catch (RuntimeException e) {
            if (closed) {
                return new Interrupted("");
            }
            if (cancellation.isCancelled()) {
                return new Cancelled("");
            }
            LOG.errorf(e, "container failed: userId=%s sessionId=%s", command.user(), command.session());
            return new Unavailable("The command could not be run: the sandbox's engine has a fault. Try again later.");
        } finally {
            if (session != null) {
                session.leave();
            }
        }
    }

    /// Once more in a new container if nothing of it was begun, as when somebody removed the container.
    private SandboxOutcome runIn(
            SessionContainer session, EngineHost here, SandboxCommand command, Cancellation cancellation) {
        try {
            return tryIn(session, here, command, cancellation);
        } catch (SupervisorException e) {
            LOG.infof("container is gone: sessionId=%s error=%s", command.session(), e.getMessage());
        }
        try {
            return tryIn(session, here, command, cancellation);
        } catch (SupervisorException e) {
            throw new IllegalStateException("A new container does not answer either", e);
        }
    }

    private SandboxOutcome tryIn(
            SessionContainer session, EngineHost here, SandboxCommand command, Cancellation cancellation)
            throws SupervisorException {
        var ready = containers.ready(here);
        String directory = WorkspaceIdentity.of(command.workspace()).orElse("");
        var container = session.ensure(
                live -> live.fits(ready.posture(), directory) && answers(live), () -> containers.obtain(command, here));
        try {
            return container.supervisor().run(command, limits(ready.spec(), command.limit()), cancellation);
        } catch (RunLostException e) {
            LOG.warnf("command lost: sessionId=%s error=%s", command.session(), e.getMessage());
            session.discard(container);
            return e.outcome();
        } catch (SupervisorException e) {
            session.discard(container);
            throw e;
        }
    }

    /// Asked before each command: of a command that is sent to a supervisor that was just killed, nobody
    /// could say whether it ran.
    private static boolean answers(LiveContainer live) {
        try {
            live.supervisor().ping(SIGN_OF_LIFE);
            return true;
        } catch (SupervisorException _) {
            return false;
        }
    }

    static RunLimits limits(ContainerSpec spec, Duration limit) {
        long workspace = (long) spec.config().workspaceMb() << 20;
        return new RunLimits(
                Math.toIntExact(limit.toSeconds() * 2 + 1),
                4 * spec.config().docker().memory().bytes(),
                Math.min(ContainerSpec.MAX_FILE_BYTES, workspace),
                ContainerSpec.OPEN_FILES,
                ALL_CONTAINERS
                        + spec.config().parallel() * spec.config().docker().pidsLimit(),
                8L << 20,
                workspace);
    }

    @Override
    public Optional<SandboxOutcome> interrupted(UserId user, String session, String id, int pipelines) {
        var here = containers.host();
        var ready = containers.readyOrNot(here);
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        var container = containers.enter(user, session, here);
        try {
            here.earlier().lookAgain();
            var live = container.find(() -> containers.earlier(user, session, here, ready.get()));
            return live.isEmpty() ? Optional.empty() : interrupted(container, live.get(), id, pipelines);
        } catch (RuntimeException e) {
            LOG.warnf(e, "cut-off command not asked for: userId=%s messageId=%s", user, id);
            return Optional.empty();
        } finally {
            container.leave();
        }
    }

    private static Optional<SandboxOutcome> interrupted(
            SessionContainer session, LiveContainer container, String id, int pipelines) {
        try {
            return container.supervisor().interrupted(id, pipelines);
        } catch (RunLostException e) {
            session.discard(container);
            return Optional.of(e.outcome());
        } catch (SupervisorException _) {
            session.discard(container);
            return Optional.empty();
        }
    }

    @Override
    public void closeSession(UserId user, String session) {
        containers.closeSession(user, session);
    }

    @Override
    public void closePerson(UserId user) {
        containers.closePerson(user);
    }

    @Override
    public void release(Predicate<UserId> people) {
        containers.release(people);
    }

    @Override
    public void expectOthers() {
        containers.host().earlier().lookAgain();
    }

    /// Removes the containers that nobody used for as long as the configuration says, that are too old,
    /// or that would be made otherwise now.
    public void removeIdle() {
        containers.removeIdle();
    }

    /// Looks at the image, and removes what lives of the service that have ended left behind and nobody can use any
    /// more.
    public void removeLeftovers() {
        containers.removeLeftovers();
    }

    /// Leaves sessions' containers to the next life of the service; if there is none, they end by
    /// themselves. Prepared ones go.
    @Override
    public void close() {
        closed = true;
        containers.close();
    }
}
