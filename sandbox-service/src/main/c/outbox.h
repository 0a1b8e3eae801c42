/* Frames that wait to be written. Bounded: whoever adds one asks for room first, so a slow reader slows the programs. */
#ifndef MOLTMATE_OUTBOX_H
#define MOLTMATE_OUTBOX_H

#include "frame.h"

/* Room for the longest answer beside what programs have printed. */
#define OUTBOX_CAPACITY (2 * (FRAME_HEADER + FRAME_MOST_PAYLOAD))
/* Output of programs is taken up only while an answer of any length still fits behind it. */
#define OUTBOX_RESERVE (FRAME_HEADER + FRAME_MOST_PAYLOAD)

struct outbox {
    int fd; /* does not block */
    size_t start;
    size_t end;
    uint8_t data[OUTBOX_CAPACITY];
};

/* Bytes of payload that one more frame may have. */
size_t outbox_room(const struct outbox *box);
/* Where that payload is to be written: `length` bytes, at most outbox_room. */
uint8_t *outbox_payload(struct outbox *box, size_t length);
/* Puts the frame in, with the first `length` bytes of that payload. */
void outbox_add(struct outbox *box, uint8_t type, uint64_t run, size_t length);
bool outbox_is_empty(const struct outbox *box);
/* Writes what the reader takes now. A reader that is gone for good loses everything. */
void outbox_flush(struct outbox *box);

#endif
