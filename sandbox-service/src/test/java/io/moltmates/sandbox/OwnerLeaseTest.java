package io.moltmates.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OwnerLeaseTest {

    @TempDir
    private Path directory;

    /// A life of its own, until it is killed: prints its name, and then waits.
    static final class Held {

        private Held() {}

        public static void main(String[] arguments) throws IOException {
            var lease = new OwnerLease(Path.of(arguments[0]));
            lease.hold();
            System.out.println(lease.name());
            System.in.read();
        }
    }

    @Test
    void countsAsGoneFromItsEndOn() {
        try (var other = new OwnerLease(directory)) {
            var lease = new OwnerLease(directory);
            lease.hold();
            assertThat(other.isGone(lease.name())).isFalse();
            lease.sweep();
            other.sweep();
            assertThat(other.isGone(lease.name())).isFalse();
            lease.close();
            assertThat(other.isGone(lease.name())).isTrue();
        }
    }

    @Test
    void showsThatAnotherProcessRunsUntilItIsKilledAlsoWhileItIsFrozen() throws Exception {
        var process = held();
        try (var own = new OwnerLease(directory);
                var said = process.inputReader()) {
            own.hold();
            String name = said.readLine();
            assertThat(own.isGone(name)).isFalse();
            signal(process, "STOP");
            assertThat(own.isGone(name)).isFalse();
            own.sweep();
            assertThat(directory.resolve(name)).exists();
            process.destroyForcibly().waitFor();
            assertThat(own.isGone(name)).isTrue();
            own.sweep();
            assertThat(directory.resolve(name)).doesNotExist();
            assertThat(directory.resolve(own.name())).exists();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void isMadeAgainWhenSomebodyRemovedIt() throws IOException {
        try (var lease = new OwnerLease(directory);
                var other = new OwnerLease(directory)) {
            lease.hold();
            Files.delete(directory.resolve(lease.name()));
            assertThat(other.isGone(lease.name())).isFalse();
            lease.hold();
            assertThat(directory.resolve(lease.name())).exists();
        }
    }

    @Test
    void takesNoNameForGoneThatIsNone() {
        try (var lease = new OwnerLease(directory)) {
            assertThat(List.of("", "free/7", "../x", "a b")).noneMatch(lease::isGone);
            assertThat(lease.isGone("host-1")).isTrue();
        }
    }

    @Test
    void leavesWhatIsJustBeingMade() throws IOException {
        Files.createFile(directory.resolve(".new-a"));
        var old = Files.createFile(directory.resolve(".new-b"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        try (var lease = new OwnerLease(directory)) {
            lease.sweep();
        }
        assertThat(directory).isDirectoryContaining("glob:**/.new-a").isDirectoryNotContaining("glob:**/.new-b");
    }

    @Test
    void saysThatItCanNotBeHeld() throws IOException {
        var file = Files.createFile(directory.resolve("file"));
        try (var lease = new OwnerLease(file.resolve("below"))) {
            assertThatThrownBy(lease::hold).isInstanceOf(UncheckedIOException.class);
        }
    }

    private Process held() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        StartedWorker.classpath(),
                        Held.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(Process process, String signal) throws Exception {
        var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
