package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.OwnerLease;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.SandboxSettings;
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
import org.jspecify.annotations.Nullable;

/// All containers of this life of the service: finds, makes and removes them as the configuration is now.
///
/// Thread-safe. Closing leaves sessions' containers to the next life.
final class Containers implements AutoCloseable {

    /// How old may be what is known of the image, for a command in a container that is there.
    private static final Duration FRESH = Duration.ofSeconds(1);

    /// How long a question waits while the image is looked at.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

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

    /// As [DockerSandboxRuntime] says.
    Containers(
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

    Availability availability() {
        return switch (image.look(reading(), host().engine(), FRESH, PATIENCE)) {
            case SandboxImage.State.Refused(var why) -> why;
            case SandboxImage.State.Ready ready -> ready.availability();
        };
    }

    /// For when a container is not what it was told to be: no command runs until the image was looked at again.
    void weak(WeakContainerException failure) {
        image.weak(failure);
    }

    /// The engine that the configuration names now. Another one than before means that all containers here are removed.
    synchronized EngineHost host() {
        var address = settings.get().sandbox().docker().host();
        if (!closed && !host.engine().isTo(address)) {
            sessions.removeAll();
            host.close();
            host = EngineHost.at(address, names, claims);
        }
        return host;
    }

    /// @throws CommandsOffException if no container may be made
    SandboxImage.State.Ready ready(EngineHost here) {
        return ready(here, FRESH);
    }

    Optional<SandboxImage.State.Ready> readyOrNot(EngineHost here) {
        return image.look(reading(), here.engine(), FRESH) instanceof SandboxImage.State.Ready ready
                ? Optional.of(ready)
                : Optional.empty();
    }

    /// Counted as used before anybody can find it idle; the caller leaves it again.
    SessionContainer enter(UserId user, String session, EngineHost here) {
        return sessions.enter(key(user, session), () -> new SessionContainer(here.maker()));
    }

    /// A container for the command, by what the image is at this moment.
    LiveContainer obtain(SandboxCommand command, EngineHost here) {
        return source.obtain(command, here, ready(here, Duration.ZERO));
    }

    /// The one that an earlier life of the service made for that session.
    Optional<LiveContainer> earlier(UserId user, String session, EngineHost here, SandboxImage.State.Ready ready) {
        return source.earlier(user, session, layout.person(user).workspace(), here, ready);
    }

    void closeSession(UserId user, String session) {
        if (settings.get().sandbox().scope() != Scope.SESSION) {
            return;
        }
        var meant = key(user, session);
        sessions.removeIf((key, _) -> key.equals(meant));
        var here = host();
        here.earlier().take(user, session, meant.name()).ifPresent(here.maker()::remove);
    }

    void closePerson(UserId user) {
        sessions.removeIf((key, _) -> key.user().equals(user));
        pool.remove(user);
        var here = host();
        here.earlier().takeAll(user).forEach(here.maker()::remove);
    }

    void release(Predicate<UserId> people) {
        sessions.releaseIf(people);
        pool.removeIf(people);
    }

    void removeIdle() {
        var config = settings.get().sandbox();
        var posture = readyOrNot(host()).map(SandboxImage.State.Ready::posture).orElse(null);
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

    void removeLeftovers() {
        var here = host();
        lease.sweep();
        here.earlier().lookAgain();
        readyOrNot(here).ifPresent(here.earlier()::look);
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

    @Override
    public void close() {
        closed = true;
        pool.close();
        sessions.releaseAll();
        background.close();
        host().close();
    }
}
