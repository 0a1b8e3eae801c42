package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.SyscallException.ENOENT;

import io.moltmates.schema.SandboxOutcome.FileChanged;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes, appends to and edits one text file; a reader sees the old file or the new one, never half of
/// one.
final class TextWriter {

    private final PersonRoot root;
    private final FilePath path;
    private final FileLimits limits;
    private final QuotaKeeper.Room room;

    TextWriter(PersonRoot root, FilePath path, FileLimits limits, QuotaKeeper.Room room) {
        if (path.isTop()) {
            throw new FileRefusedException(path + " is a directory, not a file.");
        }
        this.root = root;
        this.path = path;
        this.limits = limits;
        this.room = room;
    }

    FileChanged write(String content) {
        return replace(encode(content));
    }

    FileChanged append(String content) {
        byte[] added = encode(content);
        try (var file = root.openFile(path, Syscall.O_WRONLY | Syscall.O_APPEND)) {
            var before = file.status();
            long size = before.size() + added.length;
            requireSize(size);
            room.claim(size, before, 0);
            file.writeFully(added, added.length);
            root.requireStillThere();
            room.taken();
            return new FileChanged(path.toString(), size);
        } catch (SyscallException e) {
            if (!e.is(ENOENT)) {
                throw e;
            }
            return replace(added);
        }
    }

    FileChanged edit(String before, String after) {
        if (before.isEmpty()) {
            throw new FileRefusedException("Nothing to look for: say which text of " + path + " is to be replaced.");
        }
        String content = currentText();
        int place = content.indexOf(before);
        if (place < 0) {
            throw new FileRefusedException("The text to replace is not in " + path
                    + "; read the file and give it exactly, with its spaces and line ends.");
        }
        if (content.indexOf(before, place + 1) >= 0) {
            throw new FileRefusedException("The text to replace is in " + path
                    + " more than once; give more of what is around it, so that only one place fits.");
        }
        return replace(encode(content.substring(0, place) + after + content.substring(place + before.length())));
    }

    private String currentText() {
        try (var file = root.openFile(path, 0)) {
            requireSize(file.status().size());
            byte[] bytes = PersonRoot.readAll(file, limits.fileBytes());
            requireSize(bytes.length);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new FileRefusedException(path + " is not UTF-8 text, so it can't be edited; write it anew instead.");
        }
    }

    private FileChanged replace(byte[] content) {
        int missing = root.missingParents(path);
        if (missing > 0) {
            room.claim(content.length, null, missing);
        }
        try (var parent = root.makeParents(path)) {
            var before = replaceable(parent);
            if (missing == 0) {
                room.claim(content.length, before, 0);
            }
            try (var file = new NewFile(parent, root.ownerOf(path))) {
                file.write(content, content.length);
                root.requireStillThere();
                file.replace(path.name(), before);
            }
        }
        room.taken();
        return new FileChanged(path.toString(), content.length);
    }

    private @Nullable FileStatus replaceable(Descriptor parent) {
        try {
            var status = parent.statusOf(path.name());
            PersonRoot.requirePlainFile(path, status);
            return status;
        } catch (SyscallException e) {
            if (!e.is(ENOENT)) {
                throw e;
            }
            return null;
        }
    }

    private byte[] encode(String content) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(content));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            requireSize(bytes.length);
            return bytes;
        } catch (CharacterCodingException _) {
            throw new FileRefusedException(
                    "The text for " + path + " is not valid Unicode: half a character is in it.");
        }
    }

    private void requireSize(long size) {
        if (size > limits.fileBytes()) {
            throw new FileRefusedException(path + " would have " + size + " bytes; the tools take files of at most "
                    + limits.fileBytes() + " bytes.");
        }
    }
}
