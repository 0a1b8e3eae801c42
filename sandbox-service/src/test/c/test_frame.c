#include "bytes.h"
#include "check.h"
#include "crc32.h"
#include "frame.h"

static struct frame_decoder decoder;
static uint8_t big[FRAME_HEADER + FRAME_MOST_PAYLOAD];

static void restart(void) {
    memset(&decoder, 0, sizeof decoder);
}

static size_t build(uint8_t *bytes, uint8_t type, uint64_t run, const void *payload, uint32_t length) {
    memmove(bytes + FRAME_HEADER, payload, length);
    frame_header(bytes, type, run, bytes + FRAME_HEADER, length);
    return FRAME_HEADER + length;
}

static int ready;
static int malformed;
static struct frame last;

/* Takes all frames that are there; the decoder never holds more than it has room for. */
static void take_all(void) {
    for (;;) {
        switch (frame_next(&decoder, &last)) {
            case FRAME_READY:
                ready++;
                break;
            case FRAME_MALFORMED:
                malformed++;
                break;
            default:
                return;
        }
    }
}

static void feed(const uint8_t *bytes, size_t length, size_t portion) {
    while (length > 0) {
        size_t room;
        uint8_t *at = frame_room(&decoder, &room);
        CHECK(room > 0);
        size_t now = length < portion ? length : portion;
        now = now < room ? now : room;
        memcpy(at, bytes, now);
        frame_received(&decoder, now);
        bytes += now;
        length -= now;
        take_all();
    }
}

static void reset(void) {
    restart();
    ready = 0;
    malformed = 0;
}

static void crc_is_that_of_zlib(void) {
    CHECK_EQUAL(0xCBF43926u, crc32_of(0, (const uint8_t *)"123456789", 9));
    CHECK_EQUAL(0u, crc32_of(0, (const uint8_t *)"", 0));
    uint32_t first = crc32_of(0, (const uint8_t *)"12345", 5);
    CHECK_EQUAL(0xCBF43926u, crc32_of(first, (const uint8_t *)"6789", 4));
}

static void ping_has_these_bytes(void) {
    static const uint8_t expected[] = {'M', 'S', 'B', '1', 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 'h', 'i'};
    uint8_t bytes[64];
    size_t length = build(bytes, FRAME_PING, 7, "hi", 2);
    CHECK_EQUAL(sizeof expected, length);
    uint8_t covered[22];
    memcpy(covered, expected, 20);
    memcpy(covered + 20, "hi", 2);
    CHECK_EQUAL(crc32_of(0, covered, 22), get_u32(bytes + 20));
    memset(bytes + 20, 0, 4);
    CHECK(memcmp(expected, bytes, sizeof expected) == 0);
}

static void frames_are_found_however_they_are_cut(void) {
    uint8_t bytes[256];
    size_t length = build(bytes, FRAME_PING, 1, "one", 3);
    length += build(bytes + length, FRAME_QUERY, 2, "", 0);
    length += build(bytes + length, FRAME_PING, 3, "three", 5);
    for (size_t portion = 1; portion <= length; portion++) {
        reset();
        feed(bytes, length, portion);
        CHECK_EQUAL(3, ready);
        CHECK_EQUAL(0, malformed);
        CHECK_EQUAL(3, last.run);
        CHECK_EQUAL(5, last.length);
        CHECK(memcmp(last.payload, "three", 5) == 0);
    }
}

static void the_longest_frame_fits_and_a_longer_one_is_none(void) {
    memset(big, 'x', sizeof big);
    frame_header(big, FRAME_EXEC, 9, big + FRAME_HEADER, FRAME_MOST_PAYLOAD);
    reset();
    feed(big, sizeof big, 7777);
    CHECK_EQUAL(1, ready);
    CHECK_EQUAL(FRAME_MOST_PAYLOAD, last.length);
    put_u32(big + 16, FRAME_MOST_PAYLOAD + 1);
    reset();
    feed(big, sizeof big, 7777);
    CHECK_EQUAL(0, ready);
    CHECK_EQUAL(1, malformed);
}

static void every_damaged_bit_is_noticed_and_the_next_frame_found(void) {
    uint8_t bytes[128];
    size_t first = build(bytes, FRAME_PING, 1, "payload", 7);
    size_t length = first + build(bytes + first, FRAME_PING, 2, "next", 4);
    for (size_t bit = 0; bit < first * 8; bit++) {
        uint8_t damaged[FRAME_HEADER + FRAME_MOST_PAYLOAD];
        memset(damaged, 0, sizeof damaged);
        memcpy(damaged, bytes, length);
        damaged[bit / 8] ^= (uint8_t)(1u << bit % 8);
        reset();
        /* A damaged length may reach far; what follows makes it end. */
        feed(damaged, length, length);
        feed(damaged + length, sizeof damaged - length, sizeof damaged);
        CHECK_EQUAL(1, ready);
        CHECK(malformed >= 1);
    }
}

static void a_loss_is_told_once(void) {
    uint8_t bytes[64];
    reset();
    feed((const uint8_t *)"MSB0MSB2 nonsense MSB", 21, 3);
    CHECK_EQUAL(1, malformed);
    size_t length = build(bytes, FRAME_PING, 1, "", 0);
    feed(bytes, length, 5);
    CHECK_EQUAL(1, ready);
    CHECK_EQUAL(1, malformed);
    feed((const uint8_t *)"again", 5, 5);
    CHECK_EQUAL(2, malformed);
}

/* What a client does first: whatever half frame is there, its zeros end it and its HELLO is found. */
static void zeros_and_hello_end_any_half_frame(void) {
    static const uint8_t zeros[FRAME_HEADER + FRAME_MOST_PAYLOAD];
    uint32_t random = 4711;
    for (unsigned round = 0; round < 60; round++) {
        uint32_t length = check_random(&random) % (FRAME_MOST_PAYLOAD + 1);
        for (uint32_t i = 0; i < length; i++) {
            big[FRAME_HEADER + i] = (uint8_t)check_random(&random);
        }
        frame_header(big, FRAME_EXEC, round, big + FRAME_HEADER, length);
        reset();
        feed(big, check_random(&random) % (FRAME_HEADER + length), 65536);
        feed(zeros, sizeof zeros, 1 + check_random(&random) % 70000);
        ready = 0;
        uint8_t hello[64];
        size_t size = build(hello, FRAME_HELLO, 0, "0123456789abcdef", 16);
        feed(hello, size, 1 + check_random(&random) % size);
        CHECK_EQUAL(1, ready);
        CHECK_EQUAL(FRAME_HELLO, last.type);
    }
}

/* Noise with pieces of frames in it: nothing is read out of bounds, and only whole frames come out. */
static void noise_is_survived(void) {
    for (uint32_t seed = 1; seed <= 40; seed++) {
        uint32_t random = seed * 2654435761u;
        reset();
        int expected = 0;
        for (unsigned piece = 0; piece < 200; piece++) {
            uint8_t bytes[600];
            size_t length;
            switch (check_random(&random) % 5) {
                case 0:
                    length = check_random(&random) % sizeof bytes;
                    for (size_t i = 0; i < length; i++) {
                        bytes[i] = (uint8_t)check_random(&random);
                    }
                    break;
                case 1:
                    length = build(bytes, FRAME_PING, piece, big, check_random(&random) % 64);
                    bytes[FRAME_HEADER - 1 - check_random(&random) % 24] ^= 0x10;
                    if (get_u32(bytes + 16) > 64) {
                        put_u32(bytes + 16, 64);
                    }
                    break;
                case 2:
                    memcpy(bytes, "MSB1MSB1", 8);
                    length = 1 + check_random(&random) % 8;
                    break;
                default:
                    length = build(bytes, FRAME_PING, piece, "good", 4);
                    expected++;
            }
            feed(bytes, length, 1 + check_random(&random) % 600);
        }
        feed((const uint8_t[FRAME_HEADER + FRAME_MOST_PAYLOAD]){0}, FRAME_HEADER + FRAME_MOST_PAYLOAD, 60000);
        CHECK_EQUAL(expected, ready);
    }
}

int main(void) {
    RUN(crc_is_that_of_zlib);
    RUN(ping_has_these_bytes);
    RUN(frames_are_found_however_they_are_cut);
    RUN(the_longest_frame_fits_and_a_longer_one_is_none);
    RUN(every_damaged_bit_is_noticed_and_the_next_frame_found);
    RUN(a_loss_is_told_once);
    RUN(zeros_and_hello_end_any_half_frame);
    RUN(noise_is_survived);
    return check_report("frame");
}
