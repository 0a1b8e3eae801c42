package io.moltmates.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Writes what only this account may read, unless it says otherwise.
final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, attributes("rwx------"));
        if (POSIX) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /// Replaces the file; its bytes are on disk when this returns.
    static void write(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        try (var channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-------"))) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /// Replaces the file in one step, so that who reads it sees the old or the new one as a whole.
    static void replace(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, "rw-------");
    }

    /// The same for what everybody may read.
    static void replaceOpen(Path file, byte[] bytes) throws IOException {
        replace(file, bytes, "rw-r--r--");
    }

    private static void replace(Path file, byte[] bytes, String permissions) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        write(next, bytes);
        if (POSIX) {
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(permissions));
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
