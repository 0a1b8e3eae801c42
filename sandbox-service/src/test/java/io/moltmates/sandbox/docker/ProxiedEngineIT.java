package io.moltmates.sandbox.docker;

import static io.moltmates.sandbox.docker.EngineInTest.ALICE;
import static io.moltmates.sandbox.docker.EngineInTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.moltmates.sandbox.proxy.StartedProxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The service works through the proxy as it does without it.
@Timeout(180)
class ProxiedEngineIT {

    @TempDir
    private Path state;

    @Test
    void commandsRunThroughTheProxy() throws Exception {
        try (var proxy = StartedProxy.before(state.resolve("users"));
                var engine = new EngineInTest(state, URI.create("tcp://127.0.0.1:" + proxy.port()))) {
            Files.writeString(engine.workspace(ALICE).resolve("notes.txt"), "one\ntwo\n");
            assertThat(text(engine.run("wc", "-l", "notes.txt"))).isEqualTo("2 notes.txt\n");
            String id = engine.onlyId();
            engine.restart();
            assertThat(text(engine.run("cat", "notes.txt"))).isEqualTo("one\ntwo\n");
            assertThat(engine.onlyId()).isEqualTo(id);
            engine.sandbox(EngineInTest.pool(engine.settings.sandbox(), 1));
            assertThat(text(engine.runIn(engine.session + "b", "cat", "notes.txt")))
                    .isEqualTo("one\ntwo\n");
            assertThat(text(engine.runIn(engine.session + "c", "head", "-c", "3", "notes.txt")))
                    .isEqualTo("one");
        }
    }
}
