package io.moltmates.sandbox.files;

import static io.moltmates.sandbox.files.SyscallException.ENOENT;

import io.moltmates.schema.Attachment;
import io.moltmates.schema.SandboxOutcome;
import io.moltmates.schema.SandboxRequest;
import io.moltmates.schema.SandboxRequest.DeleteFile;
import io.moltmates.schema.SandboxRequest.EditFile;
import io.moltmates.schema.SandboxRequest.ExportFile;
import io.moltmates.schema.SandboxRequest.ImportFiles;
import io.moltmates.schema.SandboxRequest.ListFiles;
import io.moltmates.schema.SandboxRequest.ReadFile;
import io.moltmates.schema.SandboxRequest.WriteFile;
import io.moltmates.schema.StateLayout;
import io.moltmates.schema.UserId;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All file operations that a model asks for, each in the directory of the person whom the request
/// names.
///
/// Nothing that lies there, and no container that changes it meanwhile, can lead an operation outside
/// or make it wait: the kernel resolves each path in one step, without links, and only regular files
/// with one name are opened. Thread-safe; a person's operations should come one after the other, so
/// that no edit overtakes another.
public final class PersonFiles {

    private static final String INBOX = "inbox";
    private static final SandboxOutcome READY = new SandboxOutcome.FileChanged("", 0);

    private final StateLayout layout;
    private final @Nullable Owner workspaceOwner;
    private final FileLimits limits;
    private final QuotaKeeper quota;

    /// @param workspaceOwner whom the container runs as, if that is another user than this process
    public PersonFiles(StateLayout layout, @Nullable Owner workspaceOwner, FileLimits limits, Quotas quotas) {
        this.layout = layout;
        this.workspaceOwner = workspaceOwner;
        this.limits = limits;
        quota = new QuotaKeeper(quotas, System::nanoTime);
    }

    public SandboxOutcome read(ReadFile request) {
        return in(request, request.path(), (root, path) -> {
            try (var file = root.openFile(path, 0)) {
                return new TextReader(path, file, limits).read(request.fromLine(), request.maxLines());
            }
        });
    }

    public SandboxOutcome write(WriteFile request) {
        return in(request, request.path(), (root, path) -> {
            var writer = new TextWriter(root, path, limits, room(root, request, path));
            return request.append() ? writer.append(request.content()) : writer.write(request.content());
        });
    }

    public SandboxOutcome edit(EditFile request) {
        return in(
                request,
                request.path(),
                (root, path) -> new TextWriter(root, path, limits, room(root, request, path))
                        .edit(request.before(), request.after()));
    }

    /// Removes a file, or a directory with all that is in it.
    ///
    /// @param again whether it may have been done before, so that what is not there is done
    public SandboxOutcome delete(DeleteFile request, boolean again) {
        return in(request, request.path(), (root, path) -> {
            if (path.isFixed()) {
                throw new FileRefusedException(
                        path + " has its place and is not deleted; delete what is in it," + " or write the file anew.");
            }
            try (var parent = root.openParent(path)) {
                var remover = new Remover(parent, limits.deletions());
                quota.forget(request.user());
                if (!remover.remove(path.name())) {
                    return new SandboxOutcome.LimitReached(
                            remover.removed() + " files and directories of " + path
                                    + " are deleted, and there are more; delete it again to go on.",
                            "");
                }
                return new SandboxOutcome.FileDeleted(path.toString(), remover.removed());
            } catch (SyscallException e) {
                if (again && e.is(SyscallException.ENOENT)) {
                    return new SandboxOutcome.FileDeleted(path.toString(), 0);
                }
                if (e.is(SyscallException.ENOTEMPTY)) {
                    throw new FileRefusedException(
                            path + " keeps getting new files; delete it again when no command is running.");
                }
                throw e;
            }
        });
    }

    /// Something else than these operations may have written to the person's files, such as a command:
    /// how much they take is measured anew before the next write.
    public void changed(UserId user) {
        quota.forget(user);
    }

    private QuotaKeeper.Room room(PersonRoot root, SandboxRequest request, FilePath path) {
        return quota.room(root, request.user(), request.incarnation(), path);
    }

    public SandboxOutcome list(ListFiles request) {
        return in(request, request.path(), (root, path) -> {
            if (path.isTop()) {
                root.makeParents(path.child("any")).close(); // the workspace is always there
            }
            try (var directory = root.openDirectory(path)) {
                return DirectoryLister.list(path, directory, limits.entries());
            }
        });
    }

    /// Copies a message's attachments into the inbox; each gets a name that was free.
    public SandboxOutcome importAll(ImportFiles request) {
        return in(request, INBOX, (root, path) -> {
            var paths = new ArrayList<String>();
            try (var blobs = Descriptor.trustedDirectory(layout.blobs())) {
                for (Attachment attachment : request.attachments()) {
                    paths.add(importOne(root, blobs, room(root, request, path), request.messageId(), attachment));
                }
            }
            return new SandboxOutcome.Imported(paths);
        });
    }

    private String importOne(
            PersonRoot root, Descriptor blobs, QuotaKeeper.Room room, String messageId, Attachment attachment) {
        String name = AttachmentName.safe(attachment.name());
        var path = FilePath.inWorkspace(INBOX, name);
        try (var source = blobs.open(messageId + "/" + attachment.blob(), 0);
                var inbox = root.makeParents(path)) {
            PersonRoot.requirePlainFile(path, source.status());
            String present = FileTransfer.present(source, inbox, name);
            if (present != null) {
                return path.sibling(present).toString();
            }
            room.claim(source.status().size(), null, 0);
            try (var file = new NewFile(inbox, root.ownerOf(path))) {
                root.requireStillThere();
                String taken = new FileTransfer(limits).copy(source, inbox, name, path, file);
                room.taken();
                return path.sibling(taken).toString();
            }
        } catch (SyscallException e) {
            if (e.is(SyscallException.ENOENT)) {
                throw new FileRefusedException("The attachment \"" + name + "\" is not there any more.");
            }
            throw e;
        }
    }

    /// Copies a file out to `blobs/<blob directory>/`, under its own name made safe.
    ///
    /// @param blobDirectory a safe name that is the same when the request comes again
    public SandboxOutcome export(ExportFile request, String blobDirectory) {
        return in(request, request.path(), (root, path) -> {
            String name = AttachmentName.safe(path.name());
            try (var source = root.openFile(path, 0);
                    var blobs = blobs();
                    var directory = Directories.made(blobs, blobDirectory);
                    var file = new NewFile(directory, null)) {
                String blob = new FileTransfer(limits).copy(source, directory, name, path, file);
                return new SandboxOutcome.Exported(new Attachment(
                        name, MediaTypes.of(name), source.status().size(), blob));
            }
        });
    }

    /// Made here if nobody has sent a file yet.
    private Descriptor blobs() {
        try {
            return Descriptor.trustedDirectory(layout.blobs());
        } catch (SyscallException e) {
            if (!e.is(ENOENT)) {
                throw e;
            }
        }
        try (var state = Descriptor.trustedDirectory(layout.root());
                var _ = Directories.made(state, String.valueOf(layout.blobs().getFileName()))) {
            return Descriptor.trustedDirectory(layout.blobs());
        }
    }

    /// Whether the person is still the one whom the request is for; their workspace is made if it
    /// lacks.
    ///
    /// @return what stands against it; empty if nothing does
    public Optional<SandboxOutcome> check(SandboxRequest request) {
        return faultOf(in(request, "", (root, path) -> {
            root.makeParents(path.child("any")).close();
            return READY;
        }));
    }

    /// Makes the workspace ready to be mounted: it is there, and all in it belongs to the container's
    /// user.
    ///
    /// @return what stands against it; empty if nothing does
    public Optional<SandboxOutcome> prepareWorkspace(SandboxRequest request) {
        return faultOf(in(request, "", (root, path) -> {
            root.makeParents(path.child("any")).close();
            if (workspaceOwner != null) {
                try (var workspace = root.openDirectory(path)) {
                    new OwnerRepair(workspaceOwner).repair(workspace);
                }
            }
            return READY;
        }));
    }

    private static Optional<SandboxOutcome> faultOf(SandboxOutcome outcome) {
        return outcome.equals(READY) ? Optional.empty() : Optional.of(outcome);
    }

    private SandboxOutcome in(SandboxRequest request, String path, Operation operation) {
        return guarded(path, parsed -> {
            try (var root = PersonRoot.open(layout.users(), request.user(), request.incarnation(), workspaceOwner)) {
                return operation.apply(root, parsed);
            }
        });
    }

    private static SandboxOutcome guarded(String path, Function<FilePath, SandboxOutcome> operation) {
        try {
            var parsed = FilePath.parse(path);
            try {
                return operation.apply(parsed);
            } catch (SyscallException e) {
                return new SandboxOutcome.Refused(FileFault.sentence(parsed, e));
            }
        } catch (FileRefusedException e) {
            return new SandboxOutcome.Refused(e.reason());
        } catch (PersonGoneException _) {
            return new SandboxOutcome.Gone();
        }
    }

    /// Works in a person's directory.
    private interface Operation {

        SandboxOutcome apply(PersonRoot root, FilePath path);
    }
}
