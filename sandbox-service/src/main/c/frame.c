#include "frame.h"

#include "bytes.h"
#include "crc32.h"

#include <string.h>

static const uint8_t magic[4] = {'M', 'S', 'B', '1'};

enum { AT_TYPE = 4, AT_RUN = 8, AT_LENGTH = 16, AT_CRC = 20, AT_ZERO = 24 };

static uint32_t checksum(const uint8_t *header, const uint8_t *payload, uint32_t length) {
    return crc32_of(crc32_of(0, header, AT_CRC), payload, length);
}

void frame_header(uint8_t header[FRAME_HEADER], uint8_t type, uint64_t run, const uint8_t *payload, uint32_t length) {
    memset(header, 0, FRAME_HEADER);
    memcpy(header, magic, sizeof magic);
    header[AT_TYPE] = type;
    put_u64(header + AT_RUN, run);
    put_u32(header + AT_LENGTH, length);
    put_u32(header + AT_CRC, checksum(header, payload, length));
}

uint8_t *frame_room(struct frame_decoder *decoder, size_t *room) {
    if (decoder->start > 0) {
        memmove(decoder->data, decoder->data + decoder->start, decoder->end - decoder->start);
        decoder->end -= decoder->start;
        decoder->start = 0;
    }
    *room = sizeof decoder->data - decoder->end;
    return decoder->data + decoder->end;
}

void frame_received(struct frame_decoder *decoder, size_t length) {
    decoder->end += length;
}

/* Whether the bytes are the magic or, where there are fewer than four, its beginning. */
static bool may_be_frame(const uint8_t *bytes, size_t length) {
    return memcmp(bytes, magic, length < sizeof magic ? length : sizeof magic) == 0;
}

/* Goes to the next place where a frame may begin, at least one byte on. */
static void skip(struct frame_decoder *decoder) {
    decoder->start++;
    while (decoder->start < decoder->end) {
        size_t left = decoder->end - decoder->start;
        const uint8_t *found = memchr(decoder->data + decoder->start, magic[0], left);
        if (found == NULL) {
            decoder->start = decoder->end;
            return;
        }
        decoder->start = (size_t)(found - decoder->data);
        if (may_be_frame(found, decoder->end - decoder->start)) {
            return;
        }
        decoder->start++;
    }
}

static bool has_good_header(const uint8_t *header) {
    return header[AT_TYPE + 1] == 0 && header[AT_TYPE + 2] == 0 && header[AT_TYPE + 3] == 0 && get_u32(header + AT_ZERO) == 0
            && get_u32(header + AT_LENGTH) <= FRAME_MOST_PAYLOAD;
}

enum frame_event frame_next(struct frame_decoder *decoder, struct frame *frame) {
    while (decoder->start < decoder->end) {
        const uint8_t *bytes = decoder->data + decoder->start;
        size_t left = decoder->end - decoder->start;
        if (may_be_frame(bytes, left)) {
            if (left < FRAME_HEADER) {
                return FRAME_INCOMPLETE;
            }
            if (has_good_header(bytes)) {
                uint32_t length = get_u32(bytes + AT_LENGTH);
                if (left - FRAME_HEADER < length) {
                    return FRAME_INCOMPLETE;
                }
                if (get_u32(bytes + AT_CRC) == checksum(bytes, bytes + FRAME_HEADER, length)) {
                    frame->type = bytes[AT_TYPE];
                    frame->run = get_u64(bytes + AT_RUN);
                    frame->payload = bytes + FRAME_HEADER;
                    frame->length = length;
                    decoder->start += FRAME_HEADER + length;
                    decoder->lost = false;
                    return FRAME_READY;
                }
            }
        }
        skip(decoder);
        if (!decoder->lost) {
            decoder->lost = true;
            return FRAME_MALFORMED;
        }
    }
    return FRAME_INCOMPLETE;
}
