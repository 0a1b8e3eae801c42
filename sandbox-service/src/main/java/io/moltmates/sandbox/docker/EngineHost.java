package io.moltmates.sandbox.docker;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One engine, and what is done on it.
record EngineHost(EngineConnection engine, ContainerMaker maker, EarlierContainers earlier) implements AutoCloseable {

    /// @param address null takes `DOCKER_HOST`, or the usual socket
    static EngineHost at(@Nullable URI address, ContainerNames names, ContainerClaims claims) {
        var engine = new EngineConnection(address);
        var maker = new ContainerMaker(engine, names, claims);
        return new EngineHost(engine, maker, new EarlierContainers(maker, names));
    }

    @Override
    public void close() {
        engine.close();
    }
}
