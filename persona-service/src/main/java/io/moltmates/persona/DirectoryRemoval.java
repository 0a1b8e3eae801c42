package io.moltmates.persona;

import io.moltmates.schema.StateLayout.PersonLayout;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// Deletes a person's directory with all that is in it, and follows no link out of it.
///
/// What says whose it is goes first: what a crash leaves is nobody's, and the rest of it goes when it is deleted again.
/// A command of theirs may still write, so it looks more than once.
record DirectoryRemoval(PersonLayout person) {

    private static final int LOOKS = 20;

    void run() throws IOException {
        Files.deleteIfExists(person.person());
        Files.deleteIfExists(person.soul());
        for (int look = 1; ; look++) {
            try {
                Files.walkFileTree(person.directory(), new Remover());
                return;
            } catch (NoSuchFileException _) {
                return;
            } catch (DirectoryNotEmptyException e) {
                if (look == LOOKS) {
                    throw e;
                }
            }
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {

        /// A person's program may have taken our rights to a directory in their workspace.
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            if (!Files.isWritable(directory)) {
                takeBack(directory);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            if (Files.isDirectory(file) && !Files.isSymbolicLink(file) && !Files.isReadable(file)) {
                takeBack(file);
                Files.walkFileTree(file, this);
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }

        private static void takeBack(Path directory) throws IOException {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
