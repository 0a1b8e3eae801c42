package io.moltmates.sandbox.docker;

import com.github.dockerjava.api.model.HostConfig;
import io.moltmates.schema.config.DockerConfig;

/// A container of somebody else on the same engine.
public final class ForeignContainer implements AutoCloseable {

    private final EngineConnection engine = new EngineConnection(null);
    private final String name = "foreign-" + System.nanoTime();
    private final String id;

    private ForeignContainer() {
        id = engine.control()
                .createContainerCmd(DockerConfig.DEFAULT.image())
                .withName(name)
                .withStdinOpen(true)
                .withCmd("/usr/bin/cat")
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
                .exec()
                .getId();
        engine.control().startContainerCmd(id).exec();
    }

    public static ForeignContainer start() {
        return new ForeignContainer();
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public boolean isRunning() {
        return Boolean.TRUE.equals(
                engine.control().inspectContainerCmd(id).exec().getState().getRunning());
    }

    @Override
    public void close() {
        ContainerMaker.removeContainer(engine, id);
        engine.close();
    }
}
