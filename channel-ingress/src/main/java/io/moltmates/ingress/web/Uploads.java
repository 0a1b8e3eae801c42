package io.moltmates.ingress.web;

import io.moltmates.ingress.Answers;
import io.moltmates.ingress.BlobStore;
import io.moltmates.ingress.IngressConfiguration;
import io.moltmates.ingress.IngressSettings;
import io.moltmates.ingress.RateLimit;
import io.moltmates.schema.Ids;
import io.moltmates.schema.UserId;
import io.vertx.core.Context;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes files before the message that names them, streaming them to the disk.
@Singleton
class Uploads {

    private static final Logger LOG = Logger.getLogger(Uploads.class);
    private static final long MEGABYTE = 1 << 20;
    private static final int QUOTA_IN_LARGEST = 10;
    private static final int MOST_FILES = 500;
    private static final int LONGEST_NAME = 200;
    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]{1,100}/[\\w!#$&^.+-]{1,100}");
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final BlobStore blobs;
    private final Supplier<IngressSettings> settings;
    private final RateLimit uploads = new RateLimit(120, Duration.ofMinutes(1));

    @Inject
    Uploads(BlobStore blobs, IngressConfiguration settings) {
        this(blobs, (Supplier<IngressSettings>) settings);
    }

    Uploads(BlobStore blobs, Supplier<IngressSettings> settings) {
        this.blobs = blobs;
        this.settings = settings;
    }

    void take(RoutingContext context, UserId user) {
        String clientId = context.pathParam("id");
        String name = context.pathParam("name");
        long limit = settings.get().channels().web().maxUploadMb() * MEGABYTE;
        String problem = problem(clientId, name);
        if (problem != null) {
            refuse(context, 400, problem);
        } else if (length(context) > limit) {
            refuse(context, 413, tooLarge(limit));
        } else if (!uploads.admits(user.value())) {
            refuse(context, 429, "You are uploading files too fast. Wait a minute.");
        } else {
            var upload = new Upload(
                    context, context.vertx().getOrCreateContext(), user, Ids.messageId(user, clientId), name, limit);
            context.request().pause();
            blocking(upload, () -> upload.open(context.vertx().fileSystem(), begin(upload)));
        }
    }

    /// Why the id or the name can't be taken; null if they can.
    static @Nullable String problem(String clientId, String name) {
        if (!ClientFrame.CLIENT_ID.matcher(clientId).matches()) {
            return "The message's id in the path " + ClientFrame.CLIENT_ID_RULE + ".";
        }
        if (name.isBlank()
                || name.equals(".")
                || name.equals("..")
                || name.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
            return "A file's name has no '/', no '\\' and no control characters. Rename the file.";
        }
        return name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                ? "The file's name is longer than " + LONGEST_NAME + " bytes. Rename the file."
                : null;
    }

    private static long length(RoutingContext context) {
        String header = context.request().getHeader("Content-Length");
        try {
            return header == null ? 0 : Long.parseLong(header);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static String tooLarge(long limit) {
        return "The file is too large. At most " + limit / MEGABYTE + " MB are taken.";
    }

    private static void refuse(RoutingContext context, int status, String sentence) {
        context.response().putHeader("Connection", "close");
        Answers.error(context, status, sentence);
    }

    private Path begin(Upload upload) throws IOException {
        var usage = blobs.usage(upload.user);
        if (usage.bytes() + length(upload.context) > QUOTA_IN_LARGEST * upload.limit || usage.files() >= MOST_FILES) {
            throw new QuotaException();
        }
        return blobs.begin(upload.messageId);
    }

    private static void blocking(Upload upload, Work work) {
        Thread.ofVirtual().name("upload").start(() -> {
            try {
                work.run();
            } catch (QuotaException _) {
                upload.fail(507, "You have uploaded too much that was not fetched yet. Try again tomorrow.");
            } catch (IOException | RuntimeException e) {
                LOG.errorf(e, "upload failed: userId=%s", upload.user);
                upload.fail(500, "The file could not be stored. Try again in a moment.");
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static final class QuotaException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// One file on its way; what touches the request happens on its event loop.
    private final class Upload {
        private final RoutingContext context;
        private final Context loop;
        private final UserId user;
        private final String messageId;
        private final String name;
        private final long limit;
        private @Nullable Path place;
        private @Nullable AsyncFile file;
        private long size;
        private boolean over;

        Upload(RoutingContext context, Context loop, UserId user, String messageId, String name, long limit) {
            this.context = context;
            this.loop = loop;
            this.user = user;
            this.messageId = messageId;
            this.name = name;
            this.limit = limit;
        }

        void open(io.vertx.core.file.FileSystem files, Path target) {
            loop.runOnContext(_ -> files.open(
                            target.toString(), new OpenOptions().setWrite(true).setTruncateExisting(true))
                    .onSuccess(opened -> receive(target, opened))
                    .onFailure(failure -> {
                        LOG.errorf(failure, "upload failed: userId=%s", user);
                        fail(500, "The file could not be stored. Try again in a moment.");
                    }));
        }

        private void receive(Path target, AsyncFile opened) {
            place = target;
            file = opened;
            var request = context.request();
            request.handler(part -> {
                size += part.length();
                if (over) {
                    return;
                }
                if (size > limit) {
                    fail(413, tooLarge(limit));
                    return;
                }
                var _ = opened.write(part);
                if (opened.writeQueueFull()) {
                    request.pause();
                    opened.drainHandler(_ -> request.resume());
                }
            });
            request.exceptionHandler(_ -> fail(400, "The upload broke off."));
            request.endHandler(_ -> {
                if (!over) {
                    opened.close().onComplete(closed -> finish(target, closed.succeeded()));
                }
            });
            request.resume();
        }

        private void finish(Path target, boolean closed) {
            blocking(this, () -> {
                if (!closed) {
                    throw new IOException("the file could not be closed");
                }
                var attachment = blobs.keep(target, user, messageId, name, mediaType());
                loop.runOnContext(_ -> Answers.json(context, 201, Frames.attachment(attachment)));
            });
        }

        private String mediaType() {
            String header = context.request().getHeader("Content-Type");
            String type = header == null ? "" : header.split(";", 2)[0].strip();
            return MEDIA_TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE;
        }

        void fail(int status, String sentence) {
            loop.runOnContext(_ -> {
                if (!over) {
                    over = true;
                    refuse(context, status, sentence);
                    context.request().resume();
                    if (file != null) {
                        file.close();
                    }
                    if (place != null) {
                        Path left = place;
                        Thread.ofVirtual().start(() -> blobs.discard(left));
                    }
                }
            });
        }
    }
}
