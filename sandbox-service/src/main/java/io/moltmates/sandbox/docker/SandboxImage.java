package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.moltmates.sandbox.Availability;
import io.moltmates.sandbox.Availability.Off;
import io.moltmates.sandbox.SandboxSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The image that containers are made from: what its name meant when the configuration was read, and
/// what was found in it then. Later, the name may not mean another one.
///
/// Thread-safe. While it is not known yet, whoever asks waits.
final class SandboxImage {

    private static final Logger LOG = Logger.getLogger(SandboxImage.class);

    private static final Off MODE_OFF =
            new Off("the configuration says so", "Set sandbox.mode to \"on\" in moltmate.json.");
    private static final Off NOT_LOOKED_YET = new Off(
            "the sandbox is still being looked at", "Wait a moment; docker ps shows whether the engine is slow.");
    private static final Off NO_LANDLOCK = new Off(
            "this machine's kernel has no Landlock",
            "Use Linux 5.13 or newer with landlock among the modules in /sys/kernel/security/lsm,"
                    + " or gVisor: sandbox.docker.runtime \"runsc\".");

    private static final Duration REFUSED = Duration.ofSeconds(5);

    private final String user;
    private final ContainerNames names;
    private final SelfTest selfTest;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Known known;

    /// Either may containers be made, or it says why not.
    sealed interface State {

        /// @param missing the allowed programs that the image does not have
        record Ready(ContainerSpec spec, String posture, List<String> missing) implements State {

            Availability.On availability() {
                String detail = "Docker, " + spec.config().docker().image();
                return new Availability.On(
                        missing.isEmpty() ? detail : detail + ", which lacks " + String.join(", ", missing));
            }
        }

        record Refused(Off why) implements State {}
    }

    /// @param reading which reading of the configuration it was found for
    /// @param pinned what the name meant then; null if that could not be found out
    /// @param tested whether the self-test was passed since the engine was away last
    private record Known(Reading reading, @Nullable State pinned, State state, boolean tested, long at) {}

    /// One reading of the configuration.
    ///
    /// @param version changes whenever the file is touched
    record Reading(SandboxSettings settings, Object version) {}

    /// @param user whom the programs run as: `uid:gid`
    SandboxImage(String user, ContainerNames names, SelfTest selfTest) {
        this.user = user;
        this.names = names;
        this.selfTest = selfTest;
    }

    /// @param fresh how old an answer may be; one for an earlier reading is never given
    State look(Reading reading, EngineConnection engine, Duration fresh) {
        var quick = answer(reading, fresh);
        if (quick != null) {
            return quick;
        }
        lock.lock();
        try {
            return renewed(reading, engine, fresh);
        } finally {
            lock.unlock();
        }
    }

    /// The same, for somebody who does not want to wait longer than that for what is not known yet.
    State look(Reading reading, EngineConnection engine, Duration fresh, Duration patience) {
        var quick = answer(reading, fresh);
        if (quick != null) {
            return quick;
        }
        try {
            if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new State.Refused(NOT_LOOKED_YET);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new State.Refused(NOT_LOOKED_YET);
        }
        try {
            return renewed(reading, engine, fresh);
        } finally {
            lock.unlock();
        }
    }

    /// For when a container showed that the engine does not do what it did at the probe: off, until the
    /// next look finds it right.
    void weak(WeakContainerException failure) {
        LOG.errorf("container refused: error=%s", failure.getMessage());
        lock.lock();
        try {
            var last = known;
            if (last != null) {
                known = new Known(last.reading(), null, new State.Refused(failure.why()), false, System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable State answer(Reading reading, Duration fresh) {
        var last = known;
        if (last == null || !last.reading().equals(reading)) {
            return null;
        }
        // what is wrong is not looked at again by every command that is refused for it
        long limit = last.state() instanceof State.Ready ? fresh.toNanos() : REFUSED.toNanos();
        return System.nanoTime() - last.at() < limit ? last.state() : null;
    }

    private State renewed(Reading reading, EngineConnection engine, Duration fresh) {
        var meanwhile = answer(reading, fresh);
        if (meanwhile != null) {
            return meanwhile;
        }
        var last = known;
        var pinned = last != null && last.reading().equals(reading) ? last.pinned() : null;
        boolean wasTested = pinned != null && last != null && last.tested();
        boolean tested = wasTested;
        State state;
        try {
            state = pinned instanceof State.Ready ready ? checked(ready, engine) : found(reading, engine);
            if (state instanceof State.Ready ready && !wasTested) {
                state = tested(ready, engine);
                tested = state instanceof State.Ready;
            }
        } catch (WeakContainerException e) {
            tested = false;
            state = new State.Refused(e.why());
        } catch (RuntimeException e) {
            LOG.debugf(e, "engine did not answer");
            tested = false;
            state = new State.Refused(EngineFault.why(e, engine));
        }
        tell(last == null ? null : last.state(), state);
        known = new Known(reading, state instanceof State.Ready ? state : pinned, state, tested, System.nanoTime());
        return state;
    }

    private State tested(State.Ready ready, EngineConnection engine) {
        return selfTest.run(engine, ready.spec()).<State>map(State.Refused::new).orElse(ready);
    }

    private State found(Reading reading, EngineConnection engine) {
        var sandbox = reading.settings().sandbox();
        if (!sandbox.isOn()) {
            return new State.Refused(MODE_OFF);
        }
        String name = sandbox.docker().image();
        String id = engine.hasSocket() ? imageId(name, engine) : "";
        if (id == null || id.isEmpty()) {
            return new State.Refused(id == null ? noImage(name) : EngineFault.NO_ENGINE);
        }
        var fault = selfTest.prepare().or(() -> selfTest.paths().find(engine));
        if (fault.isPresent()) {
            return new State.Refused(fault.get());
        }
        var spec =
                new ContainerSpec(id, user, sandbox, reading.settings().exec().safeBins());
        var found = new ImageProbe(engine, names.labels(ContainerNames.PROBE)).look(spec);
        if (found.isEmpty()) {
            return new State.Refused(new Off(
                    "the image " + name + " has no supervisor of this version", "Build it again: " + build(name)));
        }
        if (found.get().landlock() == 0 && !spec.isGvisor()) {
            return new State.Refused(NO_LANDLOCK);
        }
        var missing = spec.programs().stream()
                .filter(program ->
                        found.get().programs().getOrDefault(program, "").isEmpty())
                .toList();
        if (!missing.isEmpty() && missing.size() == spec.programs().size()) {
            return new State.Refused(new Off(
                    "the image " + name + " has none of the allowed programs",
                    "Add their packages to Dockerfile.sandbox and build it again, or change tools.exec.safeBins."));
        }
        return new State.Ready(spec, spec.posture(), missing);
    }

    private static State checked(State.Ready pinned, EngineConnection engine) {
        String name = pinned.spec().config().docker().image();
        String id = imageId(name, engine);
        if (id == null) {
            return new State.Refused(noImage(name));
        }
        return id.equals(pinned.spec().image())
                ? pinned
                : new State.Refused(new Off(
                        "the image " + name + " was replaced while this server runs",
                        "If that was you, restart, or save moltmate.json again; the new image is used then."));
    }

    /// Null if there is none.
    private static @Nullable String imageId(String name, EngineConnection engine) {
        try {
            return engine.control().inspectImageCmd(name).exec().getId();
        } catch (NotFoundException _) {
            return null;
        }
    }

    private static Off noImage(String name) {
        return new Off("the image " + name + " is not there", "Build it: " + build(name));
    }

    private static String build(String name) {
        return "docker build -t " + name + " -f Dockerfile.sandbox .";
    }

    private static void tell(@Nullable State before, State now) {
        if (now.equals(before)) {
            return;
        }
        switch (now) {
            case State.Refused(var why) ->
                LOG.warnf("commands are off: reason=%s remedy=%s", why.reason(), why.remedy());
            case State.Ready ready -> {
                LOG.infof("commands are on: image=%s", ready.spec().image());
                if (!ready.missing().isEmpty()) {
                    LOG.warnf(
                            "allowed programs are not in the image: programs=%s remedy=%s",
                            ready.missing(), "Add their packages to Dockerfile.sandbox and build it again.");
                }
            }
        }
    }
}
