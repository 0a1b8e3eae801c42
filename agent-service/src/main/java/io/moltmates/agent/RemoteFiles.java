package io.moltmates.agent;

import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandRequest;
import io.moltmates.schema.CommandResult;
import io.moltmates.schema.CommandResult.FetchedFile;
import io.moltmates.schema.InboundMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A message's files once those that were still at their platform are in `blobs/`, or once it is known why not.
///
/// @param files in the order of the message's attachments
record RemoteFiles(List<FetchedFile> files) {

    /// A file of twenty megabytes takes its time; the same question may be asked again.
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /// Blocks until channel-ingress has answered.
    static RemoteFiles of(InboundMessage message, CommandAsker asker) {
        var all = message.attachments();
        if (all.stream().noneMatch(Attachment::isRemote)) {
            return new RemoteFiles(
                    all.stream().map(file -> new FetchedFile(file, null)).toList());
        }
        var request = new CommandRequest.FetchFiles(
                message.id() + ".files", message.user(), message.address(), message.id(), all);
        if (asker.ask(request, PATIENCE) instanceof CommandResult.Files(var _, var _, var fetched)
                && fetched.size() == all.size()) {
            return new RemoteFiles(fetched);
        }
        return new RemoteFiles(all.stream()
                .map(file -> new FetchedFile(file, file.name() + " could not be fetched right now."))
                .toList());
    }

    /// Those that can be worked with.
    List<Attachment> here() {
        return files.stream()
                .filter(file -> file.problem() == null)
                .map(FetchedFile::file)
                .toList();
    }

    /// Puts an empty path where a file is missing.
    ///
    /// @param paths of those that are here
    List<String> aligned(List<String> paths) {
        var all = new ArrayList<String>();
        var next = paths.iterator();
        for (var file : files) {
            all.add(file.problem() == null && next.hasNext() ? next.next() : "");
        }
        return all;
    }

    /// A sentence for each that is missing; null if none is.
    @Nullable
    String problems() {
        String text = files.stream()
                .map(FetchedFile::problem)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return text.isEmpty() ? null : text;
    }
}
