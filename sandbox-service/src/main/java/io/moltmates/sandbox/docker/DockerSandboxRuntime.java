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
import io.moltmates.schema.config.SandboxConfig.Scope;
import io.moltmates.schema.telemetry.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs programs in containers of a Docker engine, by the supervisor in each; one container a session, or
/// a person.
public final class DockerSandboxRuntime implements SandboxRuntime {

    private static final Logger LOG = Logger.getLogger(DockerSandboxRuntime.class);

    /// How old may be what is known of the image, for a command in a container that is there.
    private static final Duration FRESH = Duration.ofSeconds(1);

    /// How long a question waits while the image is looked at.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /// As many processes of the containers' one user wait on a host, at most, besides those that run: a supervisor
    /// each.
    private static final int ALL_CONTAINERS = 10_000;

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final Supplier<SandboxSettings> settings;
    private final Supplier<Object> version;
    private final StateLayout layout;
    private final OwnerLease lease;
    private final ContainerNames names;
    private final ContainerClaims claims;
    private final SandboxImage image;
    private final ContainerPool pool;
    private final ContainerSource source;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final SessionContainers sessions = new SessionContainers(background);
    private EngineHost host;
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
        this.settings = settings;
        this.version = version;
        this.layout = layout;
        this.lease = lease;
        names = new ContainerNames(new HostPaths(layout, environment, OwnContainer::id), lease.name());
        claims = new ContainerClaims(layout.sandbox().resolve(".containers"), lease);
        image = new SandboxImage(user, names, new SelfTest(names, lease, new ScratchWorkspaces(layout, user)));
        pool = new ContainerPool(names, () -> settings.get().sandbox().pool(), background);
        source = new ContainerSource(names, pool);
        Meters.gauge("moltmates.sandbox.containers", sessions, SessionContainers::size);
        Meters.gauge("moltmates.sandbox.pool", pool, ContainerPool::prepared);
        host = EngineHost.at(settings.get().sandbox().docker().host(), names, claims);
    }

    @Override
    public Availability availability() {
        return switch (image.look(reading(), host().engine(), FRESH, PATIENCE)) {
            case SandboxImage.State.Refused(var why) -> why;
            case SandboxImage.State.Ready ready -> ready.availability();
        };
    }

    @Override
    public SandboxOutcome run(SandboxCommand command, Cancellation cancellation) {
        var here = host();
        SessionContainer session = null;
        try {
            ready(here, FRESH); // before anything is named: a name may hold what is known only then
            session = sessions.enter(key(command.user(), command.session()), () -> new SessionContainer(here.maker()));
            return runIn(session, here, command, cancellation);
        } catch (NotPreparedException e) {
            return e.outcome();
        } catch (CommandsOffException e) {
            return new Unavailable(e.why().sentence());
        } catch (WeakContainerException e) {
            image.weak(e);
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
        var ready = ready(here, FRESH);
        String directory = WorkspaceIdentity.of(command.workspace()).orElse("");
        var container = session.ensure(
                live -> live.fits(ready.posture(), directory) && answers(live),
                () -> source.obtain(command, here, ready(here, Duration.ZERO)));
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
        var here = host();
        if (!(image.look(reading(), here.engine(), FRESH) instanceof SandboxImage.State.Ready ready)) {
            return Optional.empty();
        }
        var container = sessions.enter(key(user, session), () -> new SessionContainer(here.maker()));
        try {
            here.earlier().lookAgain();
            var workspace = layout.person(user).workspace();
            var live = container.find(() -> source.earlier(user, session, workspace, here, ready));
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
        if (settings.get().sandbox().scope() != Scope.SESSION) {
            return;
        }
        var meant = key(user, session);
        sessions.removeIf((key, _) -> key.equals(meant));
        var here = host();
        here.earlier().take(user, session, meant.name()).ifPresent(here.maker()::remove);
    }

    @Override
    public void closePerson(UserId user) {
        sessions.removeIf((key, _) -> key.user().equals(user));
        pool.remove(user);
        var here = host();
        here.earlier().takeAll(user).forEach(here.maker()::remove);
    }

    @Override
    public void release(Predicate<UserId> people) {
        sessions.releaseIf(people);
        pool.removeIf(people);
    }

    @Override
    public void expectOthers() {
        host().earlier().lookAgain();
    }

    /// Removes the containers that nobody used for as long as the configuration says, that are too old,
    /// or that would be made otherwise now.
    public void removeIdle() {
        var config = settings.get().sandbox();
        var posture = image.look(reading(), host().engine(), FRESH) instanceof SandboxImage.State.Ready ready
                ? ready.posture()
                : null;
        sessions.removeIf((_, session) -> session.isIdleFor(config.idle())
                || session.isIdleAnd(live -> !config.isOn()
                        || live.isOlderThan(config.maxAge())
                        || isOutdated(live, posture)
                        || !live.supervisor().isOpen()));
        pool.tend(config.idle(), posture);
    }

    /// While it is not known how one would be made, none is outdated.
    private static boolean isOutdated(LiveContainer live, @Nullable String posture) {
        return posture != null && !posture.equals(live.posture());
    }

    /// Looks at the image, and removes what lives of the service that have ended left behind and nobody can use any
    /// more.
    public void removeLeftovers() {
        var here = host();
        lease.sweep();
        here.earlier().lookAgain();
        if (image.look(reading(), here.engine(), FRESH) instanceof SandboxImage.State.Ready ready) {
            here.earlier().look(ready);
        }
    }

    private SandboxImage.State.Ready ready(EngineHost here, Duration fresh) {
        return switch (image.look(reading(), here.engine(), fresh)) {
            case SandboxImage.State.Ready ready -> ready;
            case SandboxImage.State.Refused(var why) -> throw new CommandsOffException(why);
        };
    }

    private SandboxImage.Reading reading() {
        return new SandboxImage.Reading(settings.get(), version.get());
    }

    private SessionContainers.Key key(UserId user, String session) {
        var scope = settings.get().sandbox().scope();
        return new SessionContainers.Key(user, names.name(user, session, scope));
    }

    private synchronized EngineHost host() {
        var address = settings.get().sandbox().docker().host();
        if (!closed && !host.engine().isTo(address)) {
            sessions.removeAll();
            host.close();
            host = EngineHost.at(address, names, claims);
        }
        return host;
    }

    /// Leaves sessions' containers to the next life of the service; if there is none, they end by
    /// themselves. Prepared ones go.
    @Override
    public void close() {
        closed = true;
        pool.close();
        sessions.releaseAll();
        background.close();
        host().close();
    }
}
