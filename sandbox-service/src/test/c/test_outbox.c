#include "bytes.h"
#include "check.h"
#include "outbox.h"
#include "streams.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static struct outbox box;
static struct frame_decoder decoder;
static struct streams streams;
static int reader;

static void restart(void) {
    int ends[2];
    if (pipe2(ends, O_NONBLOCK) != 0) {
        abort();
    }
    box.start = box.end = 0;
    box.fd = ends[1];
    reader = ends[0];
    memset(&decoder, 0, sizeof decoder);
}

static void stop(void) {
    close(box.fd);
    close(reader);
}

static void add(uint8_t value, size_t length) {
    memset(outbox_payload(&box, length), value, length);
    outbox_add(&box, FRAME_STDOUT, value, length);
}

/* Reads what is there and gives the next frame; false where there is none. */
static bool next(struct frame *frame) {
    for (;;) {
        if (frame_next(&decoder, frame) == FRAME_READY) {
            return true;
        }
        size_t room;
        uint8_t *at = frame_room(&decoder, &room);
        ssize_t length = read(reader, at, room);
        if (length <= 0) {
            return false;
        }
        frame_received(&decoder, (size_t)length);
    }
}

static void frames_come_out_as_they_went_in(void) {
    restart();
    struct frame frame;
    for (unsigned round = 0; round < 500; round++) {
        add((uint8_t)round, round * 7 % 3000);
        outbox_flush(&box);
        CHECK(next(&frame));
        CHECK_EQUAL(round % 256, frame.run);
        CHECK_EQUAL(round * 7 % 3000, frame.length);
    }
    CHECK(outbox_is_empty(&box));
    stop();
}

static void a_reader_that_waits_gets_all_in_the_end(void) {
    restart();
    unsigned added = 0;
    unsigned taken = 0;
    struct frame frame;
    while (outbox_room(&box) >= 10000) {
        add((uint8_t)added++, 10000);
        outbox_flush(&box);
    }
    CHECK(added > 20);
    for (unsigned turn = 0; turn < 1000 && taken < added; turn++) {
        outbox_flush(&box);
        while (next(&frame)) {
            CHECK_EQUAL(taken % 256, frame.run);
            taken++;
        }
        if (added < 100 && outbox_room(&box) >= 10000) {
            add((uint8_t)added++, 10000);
        }
    }
    CHECK_EQUAL(100, added);
    CHECK_EQUAL(added, taken);
    stop();
}

static void room_is_never_more_than_there_is(void) {
    restart();
    size_t room = outbox_room(&box);
    CHECK_EQUAL(OUTBOX_CAPACITY - FRAME_HEADER, room);
    add(1, FRAME_MOST_PAYLOAD);
    add(2, FRAME_MOST_PAYLOAD);
    CHECK_EQUAL(0, outbox_room(&box));
    stop();
}

static void a_reader_that_is_gone_loses_everything(void) {
    signal(SIGPIPE, SIG_IGN);
    restart();
    close(reader);
    add(1, 1000);
    outbox_flush(&box);
    CHECK(outbox_is_empty(&box));
    close(box.fd);
}

/* What a program printed, through the outbox to the reader, who takes it only after it is full. */
static void programs_wait_for_a_slow_reader_and_answers_still_fit(void) {
    restart();
    int output[2];
    CHECK_EQUAL(0, pipe2(output, O_NONBLOCK));
    streams_begin(&streams, output[0], -1, UINT64_MAX);
    static const char text[4096];
    size_t written = 0;
    for (unsigned turn = 0; turn < 400; turn++) {
        ssize_t length = write(output[1], text, sizeof text);
        written += length > 0 ? (size_t)length : 0;
        streams_copy(&streams, &box, 7, false);
    }
    CHECK(!streams_have_room(&box));
    CHECK(outbox_room(&box) >= FRAME_MOST_PAYLOAD);
    CHECK(written < 400 * sizeof text);
    close(output[1]);
    size_t read_in_all = 0;
    struct frame frame;
    for (unsigned turn = 0; turn < 400 && !(streams_ended(&streams) && outbox_is_empty(&box)); turn++) {
        streams_copy(&streams, &box, 7, true);
        outbox_flush(&box);
        while (next(&frame)) {
            read_in_all += frame.length;
        }
    }
    CHECK_EQUAL(written, read_in_all);
    CHECK_EQUAL(written, streams.taken);
    CHECK_EQUAL(MOST_KEPT_OUTPUT, streams.output.kept_length);
    stop();
}

static void output_ends_exactly_at_the_cap(void) {
    for (size_t most = 99; most <= 101; most++) {
        restart();
        int output[2];
        int errors[2];
        CHECK_EQUAL(0, pipe2(output, O_NONBLOCK));
        CHECK_EQUAL(0, pipe2(errors, O_NONBLOCK));
        char text[50] = "";
        CHECK_EQUAL(50, write(output[1], text, 50));
        CHECK_EQUAL(50, write(errors[1], text, 50));
        close(output[1]);
        close(errors[1]);
        streams_begin(&streams, output[0], errors[0], most);
        streams_copy(&streams, &box, 7, true);
        CHECK(streams_ended(&streams));
        CHECK_EQUAL(most < 100 ? most : 100, streams.taken);
        CHECK_EQUAL(most < 100, streams.over);
        CHECK_EQUAL(50, streams.output.kept_length);
        stop();
    }
}

int main(void) {
    RUN(frames_come_out_as_they_went_in);
    RUN(a_reader_that_waits_gets_all_in_the_end);
    RUN(room_is_never_more_than_there_is);
    RUN(a_reader_that_is_gone_loses_everything);
    RUN(programs_wait_for_a_slow_reader_and_answers_still_fit);
    RUN(output_ends_exactly_at_the_cap);
    return check_report("outbox");
}
