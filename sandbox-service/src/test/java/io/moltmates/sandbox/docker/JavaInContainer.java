package io.moltmates.sandbox.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// This JDK and the classes of these tests, as a container sees them that has them mounted; copied, since whoever built
/// them may have kept them from other users.
///
/// @param copy of the classes
record JavaInContainer(Path copy, String classpath) {

    private static final String CLASSES = "/opt/classes";
    private static final String JDK = "/opt/jdk";

    static JavaInContainer copiedTo(Path directory) throws IOException {
        var places = new ArrayList<String>();
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String entry : all.split(":", -1)) {
            var path = Path.of(entry).toAbsolutePath().normalize();
            if (Files.exists(path)) {
                String name = places.size() + "-" + path.getFileName();
                copy(path, directory.resolve(name));
                places.add(CLASSES + "/" + name);
            }
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new JavaInContainer(directory, String.join(":", places));
    }

    /// Of `docker run`.
    List<String> options() {
        return List.of("-v", copy + ":" + CLASSES + ":ro", "-v", System.getProperty("java.home") + ":" + JDK + ":ro");
    }

    String program() {
        return JDK + "/bin/java";
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                var made = Files.copy(file, to.resolve(from.relativize(file).toString()));
                String rights = Files.isDirectory(made) ? "rwxr-xr-x" : "rw-r--r--";
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(rights));
            }
        }
    }
}
