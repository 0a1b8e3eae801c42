package io.moltmates.benchmarks;

import io.moltmates.schema.StateLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/// What lies in the directories of all people.
///
/// @param bytes as the files count them
/// @param blocks as a disk with blocks of 4 KiB holds them, directories too
/// @param journals bytes of the journals among them
record DirectoryFigures(int people, int files, long bytes, long blocks, long journals) {

    private static final long BLOCK = 4096;

    static DirectoryFigures read(StateLayout layout) throws IOException {
        int people = 0;
        int files = 0;
        long bytes = 0;
        long blocks = 0;
        long journals = 0;
        try (var entries = Files.walk(layout.users())) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (Files.isDirectory(entry)) {
                    people += layout.users().equals(entry.getParent()) ? 1 : 0;
                    blocks += BLOCK;
                    continue;
                }
                long size = Files.size(entry);
                files++;
                bytes += size;
                blocks += (size + BLOCK - 1) / BLOCK * BLOCK;
                journals += entry.toString().endsWith(".jsonl") && !entry.endsWith("onboarding.jsonl") ? size : 0;
            }
        }
        return new DirectoryFigures(people, files, bytes, blocks, journals);
    }

    /// Nanoseconds a person for what persona-service does at each look: the attributes of three files.
    static long look(StateLayout layout) throws IOException {
        long start = System.nanoTime();
        int people = 0;
        try (var entries = Files.newDirectoryStream(layout.users())) {
            for (Path directory : entries) {
                people++;
                for (String name : List.of("SOUL.md", "person.json", "onboarding.jsonl")) {
                    Path file = directory.resolve(name);
                    if (Files.exists(file)) {
                        var _ = Files.readAttributes(file, BasicFileAttributes.class)
                                .size();
                    }
                }
            }
        }
        return (System.nanoTime() - start) / Math.max(1, people);
    }
}
