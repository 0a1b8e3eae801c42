package io.moltmates.gateway;

import io.moltmates.schema.CommandResult.Session;
import io.moltmates.schema.UserId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// A person's conversations as one Markdown file, which nobody but the operator's account can read.
final class ExportFile {

    private final UserId user;
    private final StringBuilder text = new StringBuilder();

    ExportFile(UserId user) {
        this.user = user;
    }

    void add(Session session, String markdown) {
        if (!markdown.isBlank()) {
            text.append("# ")
                    .append(session.id())
                    .append(", ")
                    .append(OperatorCommands.time(session.startedAt()))
                    .append("\n\n")
                    .append(markdown.strip())
                    .append("\n\n");
        }
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    String forTerminal() {
        return HarmlessText.block(text.toString(), "");
    }

    /// @param name null for one that says whose it is, and of which day
    /// @throws StartRefusedException if there is such a file, or no such directory
    Path write(@Nullable String name) throws IOException {
        Path file = Path.of(
                name == null ? user.directoryName() + "-" + LocalDate.now(ZoneId.systemDefault()) + ".md" : name);
        try {
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException _) {
            throw new StartRefusedException(file + " is there already. Name another file with --to.");
        } catch (NoSuchFileException _) {
            throw new StartRefusedException("There is no directory for " + file + ".");
        }
        Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
        return file;
    }
}
