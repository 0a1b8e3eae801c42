package io.moltmates.ingress.telegram;

import io.moltmates.ingress.BlobStore;
import io.moltmates.schema.Attachment;
import io.moltmates.schema.CommandRequest.FetchFiles;
import io.moltmates.schema.CommandResult.FetchedFile;
import io.moltmates.schema.OutboundMessage.SharedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Brings files from Telegram into `blobs/`, never more of them than is allowed, and finds those that go out.
final class FileFetcher {

    private static final Logger LOG = Logger.getLogger(FileFetcher.class);
    private static final int MEGABYTE = 1 << 20;

    private final BotApi api;
    private final BlobStore blobs;
    private final long mostBytes;

    FileFetcher(BotApi api, BlobStore blobs, int mostMegabytes) {
        this.api = api;
        this.blobs = blobs;
        mostBytes = (long) mostMegabytes * MEGABYTE;
    }

    /// One after the other; what can't be had is said file by file.
    List<FetchedFile> fetch(FetchFiles request) throws InterruptedException {
        var fetched = new ArrayList<FetchedFile>();
        for (var file : request.files()) {
            fetched.add(fetch(request, file));
        }
        return fetched;
    }

    private FetchedFile fetch(FetchFiles request, Attachment file) throws InterruptedException {
        String source = file.source();
        if (source == null) {
            return new FetchedFile(file, null);
        }
        if (file.size() > mostBytes) {
            return tooLarge(file);
        }
        try {
            var place = api.getFile(source);
            if (place.filePath() == null || place.fileSize() != null && place.fileSize() > mostBytes) {
                return tooLarge(file);
            }
            Path written = blobs.begin(request.message());
            try {
                api.download(place.filePath(), bytes -> copy(bytes, written));
                return new FetchedFile(
                        blobs.keep(written, request.user(), request.message(), file.name(), type(file, written)), null);
            } finally {
                blobs.discard(written);
            }
        } catch (TooLarge _) {
            return tooLarge(file);
        } catch (BotFault fault) {
            LOG.infof("file not fetched: messageId=%s error=%s", request.message(), fault.getMessage());
            return fault.kind() == BotFault.Kind.REFUSED
                            && String.valueOf(fault.getMessage()).contains("too big")
                    ? tooLarge(file)
                    : new FetchedFile(file, "Telegram did not give " + file.name() + ".");
        } catch (IOException e) {
            LOG.warnf(
                    "file not fetched: messageId=%s error=%s",
                    request.message(), e.getClass().getSimpleName());
            return new FetchedFile(file, file.name() + " could not be fetched.");
        }
    }

    private FetchedFile tooLarge(Attachment file) {
        return new FetchedFile(
                file, file.name() + " is larger than the " + mostBytes / MEGABYTE + " MB that can be fetched.");
    }

    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    private void copy(InputStream bytes, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            var buffer = new byte[16 << 10];
            long left = mostBytes;
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new TooLarge();
                }
                out.write(buffer, 0, read);
            }
        }
    }

    /// What says that it is an image is one, or no image at all.
    private static String type(Attachment file, Path written) throws IOException {
        if (!file.mediaType().toLowerCase(Locale.ROOT).startsWith("image/")) {
            return file.mediaType();
        }
        try (var bytes = Files.newInputStream(written)) {
            return ImageType.of(bytes.readNBytes(16));
        }
    }

    /// The file as it lies in `blobs/`; empty when it has expired.
    Optional<Path> local(SharedFile shared) {
        return blobs.locate(shared.inReplyTo() == null ? shared.id() : shared.inReplyTo(), shared.file());
    }
}
