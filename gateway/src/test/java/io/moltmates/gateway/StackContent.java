package io.moltmates.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/// All that a container of the stack holds: its environment, the files that are mounted in it, its memory.
final class StackContent {

    private final ComposeStack stack;
    private final Path directory;

    StackContent(ComposeStack stack, Path directory) {
        this.stack = stack;
        this.directory = directory;
    }

    /// Which of these words a container holds anywhere.
    ///
    /// @param heap whether its heap is looked at as well, which makes a JVM write it to its `/tmp`
    Set<String> wordsIn(String container, Collection<String> words, boolean heap) {
        var found = new TreeSet<String>();
        parts(container, heap).forEach((_, bytes) -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            words.stream().filter(word -> contains(text, word)).forEach(found::add);
        });
        return found;
    }

    private Map<String, byte[]> parts(String container, boolean heap) {
        var parts = new LinkedHashMap<String, byte[]>();
        String user = userOf(container);
        parts.put("description", stack.docker("inspect", container).getBytes(StandardCharsets.UTF_8));
        parts.put(
                "environment of the process",
                stack.docker("exec", "--user", user, container, "cat", "/proc/1/environ")
                        .getBytes(StandardCharsets.UTF_8));
        parts.put(
                "command of the process",
                stack.docker("exec", container, "cat", "/proc/1/cmdline").getBytes(StandardCharsets.UTF_8));
        parts.put("files", files(container, user));
        parts.put("log", stack.docker("logs", container).getBytes(StandardCharsets.UTF_8));
        if (heap) {
            parts.put("heap", heap(container, user));
        }
        return parts;
    }

    /// Everything that is mounted, as its own user sees it.
    private byte[] files(String container, String user) {
        var mounts = stack.docker("inspect", "--format", "{{range .Mounts}}{{.Destination}}\n{{end}}", container)
                .lines()
                .filter(mount -> !mount.isBlank() && !mount.endsWith(".sock"))
                .toList();
        assertThat(mounts).isNotEmpty();
        byte[] archive =
                bytesOf(container, user, "exec tar -c --exclude '*index' -f - /tmp " + String.join(" ", mounts));
        assertThat(new String(archive, StandardCharsets.ISO_8859_1))
                .as("what is mounted in %s", container)
                .contains(mounts.stream().map(mount -> mount.substring(1) + "/").toList());
        return archive;
    }

    private byte[] heap(String container, String user) {
        stack.docker("exec", "--user", user, container, "jcmd", "1", "GC.heap_dump", "-gz=1", "/tmp/heap.gz");
        byte[] packed = bytesOf(container, user, "cat /tmp/heap.gz; rm /tmp/heap.gz");
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return unpacked.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whom the process runs as, which need not be whom the container was started as.
    private String userOf(String container) {
        return stack.docker("exec", container, "stat", "-c", "%u:%g", "/proc/1").strip();
    }

    private byte[] bytesOf(String container, String user, String script) {
        Path file = directory.resolve("content-" + container.substring(0, 12));
        stack.dockerTo(file, "exec", "--user", user, container, "bash", "-c", script);
        try {
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As text of one byte a letter, and of two, as a heap has it.
    private static boolean contains(String bytes, String word) {
        return bytes.contains(word)
                || bytes.contains(new String(word.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
    }
}
