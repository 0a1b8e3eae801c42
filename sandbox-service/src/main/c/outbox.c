#include "outbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

size_t outbox_room(const struct outbox *box) {
    size_t room = OUTBOX_CAPACITY - (box->end - box->start);
    return room < FRAME_HEADER ? 0 : room - FRAME_HEADER;
}

uint8_t *outbox_payload(struct outbox *box, size_t length) {
    if (OUTBOX_CAPACITY - box->end < FRAME_HEADER + length) {
        memmove(box->data, box->data + box->start, box->end - box->start);
        box->end -= box->start;
        box->start = 0;
    }
    return box->data + box->end + FRAME_HEADER;
}

void outbox_add(struct outbox *box, uint8_t type, uint64_t run, size_t length) {
    uint8_t *header = box->data + box->end;
    frame_header(header, type, run, header + FRAME_HEADER, (uint32_t)length);
    box->end += FRAME_HEADER + length;
}

bool outbox_is_empty(const struct outbox *box) {
    return box->start == box->end;
}

void outbox_flush(struct outbox *box) {
    while (box->start < box->end) {
        ssize_t written = write(box->fd, box->data + box->start, box->end - box->start);
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            if (errno == EAGAIN) {
                return;
            }
            written = (ssize_t)(box->end - box->start);
        }
        box->start += (size_t)written;
    }
    box->start = 0;
    box->end = 0;
}
