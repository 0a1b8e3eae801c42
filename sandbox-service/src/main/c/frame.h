/* The frames of PROTOCOL.md: finds them in a stream that may hold anything, and writes their headers. */
#ifndef MOLTMATE_FRAME_H
#define MOLTMATE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_HEADER 28u
#define FRAME_MOST_PAYLOAD 131072u

enum frame_type {
    FRAME_HELLO = 1,
    FRAME_EXEC = 2,
    FRAME_CANCEL = 3,
    FRAME_QUERY = 4,
    FRAME_PING = 5,
    FRAME_HELLO_ANSWER = 65,
    FRAME_STDOUT = 66,
    FRAME_STDERR = 67,
    FRAME_EXIT = 68,
    FRAME_PONG = 69,
    FRAME_STATE = 70,
    FRAME_ERROR = 71,
};

enum frame_error { ERROR_MALFORMED = 1, ERROR_BUSY = 2, ERROR_BAD_REQUEST = 3 };

struct frame {
    uint8_t type;
    uint64_t run;
    const uint8_t *payload; /* in the decoder; good until more is read into it */
    uint32_t length;
};

enum frame_event {
    FRAME_INCOMPLETE, /* more bytes are needed */
    FRAME_READY,
    FRAME_MALFORMED, /* bytes that are no frame were met; told once, then they are skipped up to the next good frame */
};

struct frame_decoder {
    size_t start;
    size_t end;
    bool lost;
    uint8_t data[FRAME_HEADER + FRAME_MOST_PAYLOAD];
};

/* Where the next bytes of the stream go; `room` is 0 only while a whole frame waits to be taken. */
uint8_t *frame_room(struct frame_decoder *decoder, size_t *room);
void frame_received(struct frame_decoder *decoder, size_t length);
enum frame_event frame_next(struct frame_decoder *decoder, struct frame *frame);

/* Writes the header that belongs in front of `payload`. */
void frame_header(uint8_t header[FRAME_HEADER], uint8_t type, uint64_t run, const uint8_t *payload, uint32_t length);

#endif
