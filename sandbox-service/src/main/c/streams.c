#include "streams.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { MOST_CHUNK = 65536, LEAST_CHUNK = 4096, READS_AT_ONCE = 4 };

void streams_begin(struct streams *streams, int output, int errors, uint64_t most) {
    streams->output = (struct stream){
            .fd = output, .type = FRAME_STDOUT, .kept = streams->kept_output, .kept_most = MOST_KEPT_OUTPUT};
    streams->errors = (struct stream){
            .fd = errors, .type = FRAME_STDERR, .kept = streams->kept_errors, .kept_most = MOST_KEPT_ERRORS};
    streams->most = most;
    streams->taken = 0;
    streams->over = false;
}

static size_t room_for_output(const struct outbox *box) {
    size_t room = outbox_room(box);
    return room < OUTBOX_RESERVE ? 0 : room - OUTBOX_RESERVE;
}

bool streams_have_room(const struct outbox *box) {
    return room_for_output(box) >= LEAST_CHUNK;
}

static void keep(struct stream *stream, const uint8_t *bytes, size_t length) {
    size_t left = stream->kept_most - stream->kept_length;
    size_t kept = length < left ? length : left;
    memcpy(stream->kept + stream->kept_length, bytes, kept);
    stream->kept_length += kept;
}

static void finish(struct stream *stream) {
    close(stream->fd);
    stream->fd = -1;
}

/* One read; whether there may be more. */
static bool copy(struct streams *streams, struct stream *stream, struct outbox *box, uint64_t run, bool last) {
    size_t room = room_for_output(box);
    room = room < MOST_CHUNK ? room : MOST_CHUNK;
    uint8_t *bytes = outbox_payload(box, room);
    ssize_t length = read(stream->fd, bytes, room);
    if (length < 0) {
        if (errno == EINTR) {
            return true;
        }
        if (errno != EAGAIN || last) {
            finish(stream);
        }
        return false;
    }
    if (length == 0) {
        finish(stream);
        return false;
    }
    uint64_t left = streams->most - streams->taken;
    size_t taken = (uint64_t)length <= left ? (size_t)length : (size_t)left;
    if (taken < (size_t)length) {
        streams->over = true;
    }
    if (taken > 0) {
        keep(stream, bytes, taken);
        outbox_add(box, stream->type, run, taken);
        streams->taken += taken;
    }
    return true;
}

static void copy_some(struct streams *streams, struct stream *stream, struct outbox *box, uint64_t run, bool last) {
    for (int i = 0; i < READS_AT_ONCE && stream->fd >= 0 && streams_have_room(box); i++) {
        if (!copy(streams, stream, box, run, last)) {
            return;
        }
        outbox_flush(box);
    }
}

void streams_copy(struct streams *streams, struct outbox *box, uint64_t run, bool last) {
    copy_some(streams, &streams->output, box, run, last);
    copy_some(streams, &streams->errors, box, run, last);
}

bool streams_ended(const struct streams *streams) {
    return streams->output.fd < 0 && streams->errors.fd < 0;
}
