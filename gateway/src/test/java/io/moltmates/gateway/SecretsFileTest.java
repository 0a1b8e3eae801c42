package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moltmates.schema.Secrets;
import io.moltmates.schema.StateLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsFileTest {

    @TempDir
    private Path directory;

    @Test
    void isReadableForThisAccountOnly() throws Exception {
        var layout = new StateLayout(directory.resolve("state"));
        SecretsFile.readOrMake(layout);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout.secrets())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(layout.root())))
                .isEqualTo("rwx------");
        assertThat(layout.root())
                .isDirectoryContaining("glob:**secrets.json")
                .isDirectoryNotContaining("glob:**json.*");
    }

    @Test
    void isMadeOnceWhenManyAskAtOnce() throws Exception {
        var layout = new StateLayout(directory.resolve("state"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, 20)
                    .<Callable<Secrets>>mapToObj(_ -> () -> SecretsFile.readOrMake(layout))
                    .toList();
            var keys = threads.invokeAll(asked).stream()
                    .map(answer -> answer.resultNow())
                    .distinct();
            assertThat(keys).hasSize(1);
        }
    }

    @Test
    void aDamagedFileIsNamedAndLeftAlone() throws Exception {
        var layout = new StateLayout(directory);
        Files.writeString(layout.secrets(), "{\"operatorToken\":");
        assertThatThrownBy(() -> SecretsFile.readOrMake(layout))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(layout.secrets() + " is damaged");
        assertThat(layout.secrets()).hasContent("{\"operatorToken\":");
    }
}
