package io.moltmates.sandbox.docker;

import io.moltmates.sandbox.SandboxCommand;
import io.moltmates.schema.UserId;
import io.moltmates.schema.config.SandboxConfig.Scope;
import java.nio.file.Path;
import java.util.Optional;

/// Where a session's container comes from: an earlier life of the service, the pool, or the engine.
final class ContainerSource {

    private final ContainerNames names;
    private final ContainerPool pool;

    ContainerSource(ContainerNames names, ContainerPool pool) {
        this.names = names;
        this.pool = pool;
    }

    /// A container for the command; its workspace is prepared before.
    LiveContainer obtain(SandboxCommand command, EngineHost host, SandboxImage.State.Ready ready) {
        command.preparation().get().ifPresent(outcome -> {
            throw new NotPreparedException(outcome);
        });
        String directory = WorkspaceIdentity.of(command.workspace())
                .orElseThrow(() -> new IllegalStateException("The workspace is gone"));
        var container = earlier(command.user(), command.session(), command.workspace(), host, ready)
                .or(() -> prepared(command, host, ready, directory))
                .orElseGet(() -> made(command, host, ready, directory));
        if (scope(ready) == Scope.SESSION) {
            pool.prepare(command.user(), host.maker(), ready, command.workspace());
        }
        return container;
    }

    /// The one that an earlier life of the service made for that session.
    Optional<LiveContainer> earlier(
            UserId user, String session, Path workspace, EngineHost host, SandboxImage.State.Ready ready) {
        host.earlier().look(ready);
        var scope = scope(ready);
        return host.earlier()
                .take(user, ContainerNames.session(session, scope), names.name(user, session, scope))
                .flatMap(id -> host.maker()
                        .adopt(
                                id,
                                ready,
                                workspace,
                                WorkspaceIdentity.of(workspace).orElse("")));
    }

    private Optional<LiveContainer> prepared(
            SandboxCommand command, EngineHost host, SandboxImage.State.Ready ready, String directory) {
        if (scope(ready) != Scope.SESSION) {
            return Optional.empty();
        }
        var container = pool.take(command.user(), ready.posture(), directory);
        container.ifPresent(
                taken -> host.maker().rename(taken.id(), names.name(command.user(), command.session(), Scope.SESSION)));
        return container;
    }

    private LiveContainer made(
            SandboxCommand command, EngineHost host, SandboxImage.State.Ready ready, String directory) {
        var scope = scope(ready);
        return host.maker()
                .make(new ContainerMaker.Order(
                        names.name(command.user(), command.session(), scope),
                        names.labels(
                                command.user(), ContainerNames.session(command.session(), scope), ready, directory),
                        command.workspace(),
                        directory,
                        ready));
    }

    private static Scope scope(SandboxImage.State.Ready ready) {
        return ready.spec().config().scope();
    }
}
