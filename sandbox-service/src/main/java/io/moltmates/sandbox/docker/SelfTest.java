package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.moltmates.sandbox.Availability.Off;
import io.moltmates.sandbox.Cancellation;
import io.moltmates.sandbox.OwnerLease;
import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.sandbox.policy.ExecPlan;
import io.moltmates.sandbox.supervisor.Supervisor;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxOutcome.Completed;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/// Shows before anybody's command does that a container's user and this service work on the same files: a real
/// container,
/// mounted as any person's, copies a file that this service wrote, and this service reads the copy.
///
/// So it finds out when the state directory has another name on the engine's machine, or is not there at all, and when
/// a
/// container's user may not read or write there; and says what to do.
final class SelfTest {

    private static final Logger LOG = Logger.getLogger(SelfTest.class);
    private static final UserId NOBODY = new UserId("selftest_nobody");
    private static final String PROGRAM = "cp";
    private static final Duration GREETING = Duration.ofSeconds(20);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NOT_THERE = "bind source path does not exist";

    private final ContainerNames names;
    private final OwnerLease lease;
    private final ScratchWorkspaces scratch;

    SelfTest(ContainerNames names, OwnerLease lease, ScratchWorkspaces scratch) {
        this.names = names;
        this.lease = lease;
        this.scratch = scratch;
    }

    HostPaths paths() {
        return names.paths();
    }

    /// What has to hold before a container is made: this life of the service can say that it lives.
    Optional<Off> prepare() {
        try {
            lease.hold();
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of(new Off(
                    "the state directory can't be used (" + e.getCause() + ")",
                    "It needs a file system with locks that this service's user may write: " + scratch.chown()));
        }
    }

    /// Blocks for as long as a container needs to be made and removed.
    ///
    /// @return why no command may run; empty if all is well
    /// @throws RuntimeException if the engine does not answer
    Optional<Off> run(EngineConnection engine, ContainerSpec tested) {
        var spec = new ContainerSpec(tested.image(), tested.user(), tested.config(), List.of(PROGRAM));
        try (var workspace = scratch.make(UUID.randomUUID().toString())) {
            var fault = inContainer(engine, spec, workspace);
            fault.ifPresent(off -> LOG.debugf("self-test failed: reason=%s", off.reason()));
            return fault;
        } catch (ScratchWorkspaces.UnusableException e) {
            return Optional.of(e.why());
        } catch (IOException e) {
            return Optional.of(
                    new Off("the supervisor does not answer (" + e.getMessage() + ")", "Look at docker logs."));
        }
    }

    private Optional<Off> inContainer(
            EngineConnection engine, ContainerSpec spec, ScratchWorkspaces.Workspace workspace) throws IOException {
        var onHost = names.paths().onHost(workspace.directory());
        String id;
        try {
            id = ContainerMaker.request(engine, spec, spec.command())
                    .withName(ContainerNames.PREFIX + "test-" + UUID.randomUUID())
                    .withLabels(names.labels(ContainerNames.SELF_TEST))
                    .withHostConfig(spec.hostConfig(onHost))
                    .exec()
                    .getId();
        } catch (DockerException e) {
            if (String.valueOf(e.getMessage()).contains(NOT_THERE)) {
                return Optional.of(elsewhere());
            }
            throw e;
        }
        try {
            var made = engine.control().inspectContainerCmd(id).exec();
            ContainerPosture.fault(made, spec, spec.command(), onHost).ifPresent(fault -> {
                throw new WeakContainerException(fault);
            });
            engine.control().startContainerCmd(id).exec();
            try (var supervisor = Supervisor.attach(engine.attach(id), GREETING)) {
                return judged(copy(supervisor, spec, workspace), spec, workspace);
            }
        } finally {
            ContainerMaker.removeContainer(engine, id);
        }
    }

    private static SandboxOutcome copy(Supervisor supervisor, ContainerSpec spec, ScratchWorkspaces.Workspace workspace)
            throws IOException {
        var command = new SandboxCommand(
                NOBODY,
                "self-test",
                "self-test#1",
                ExecPlan.of(List.of(PROGRAM, ScratchWorkspaces.OURS, ScratchWorkspaces.THEIRS)),
                LIMIT,
                workspace.directory(),
                Optional::empty);
        return supervisor.run(command, DockerSandboxRuntime.limits(spec, LIMIT), new Cancellation());
    }

    private Optional<Off> judged(SandboxOutcome outcome, ContainerSpec spec, ScratchWorkspaces.Workspace workspace) {
        if (outcome instanceof SandboxOutcome.Refused) {
            return Optional.of(new Off(
                    "the image has no " + PROGRAM + ", which the self-test needs",
                    "Add the package coreutils to Dockerfile.sandbox and build the image again."));
        }
        if (!(outcome instanceof Completed(int code, var _, String said, var _))) {
            return Optional.of(new Off("the self-test did not end (" + outcome + ")", "Look at the engine's log."));
        }
        if (code != 0) {
            return Optional.of(
                    said.contains("No such file")
                            ? elsewhere()
                            : new Off(
                                    "the sandbox's user " + spec.user()
                                            + " can't use the workspace that this service made" + " (" + said.strip()
                                            + ")",
                                    rights(spec)));
        }
        return workspace.fault(spec.user(), elsewhere());
    }

    private Off elsewhere() {
        return new Off(
                "what this service writes to " + scratch.users() + " is not what the engine's machine has at "
                        + names.paths().usersOnHost(),
                names.paths().remedy());
    }

    private String rights(ContainerSpec spec) {
        return "Give the people's directories to that user on the engine's machine: chown -R " + spec.user() + " "
                + names.paths().usersOnHost()
                + ". If the engine gives its users other numbers (userns-remap, rootless),"
                + " switch that off; sandboxes never run as root.";
    }
}
