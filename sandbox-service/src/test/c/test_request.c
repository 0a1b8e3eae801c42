#include "bytes.h"
#include "check.h"
#include "request.h"

static struct exec_request request;
static uint8_t payload[FRAME_MOST_PAYLOAD];

static void text(struct writer *writer, const char *value) {
    write_string(writer, value, strlen(value));
}

static struct writer begin(void) {
    struct writer writer = {.at = payload, .left = sizeof payload};
    write_u32(&writer, 1000);
    write_u32(&writer, 2);
    write_u64(&writer, 1u << 30);
    write_u64(&writer, 1u << 20);
    write_u32(&writer, 64);
    write_u32(&writer, 100);
    write_u64(&writer, 1u << 16);
    write_u64(&writer, 0);
    write_u8(&writer, 1);
    return writer;
}

static size_t sample(void) {
    struct writer writer = begin();
    text(&writer, "/workspace/a");
    write_u16(&writer, 2);
    text(&writer, "b.txt");
    text(&writer, "../c");
    write_u8(&writer, 2);
    text(&writer, "/usr/bin/cat");
    write_u16(&writer, 2);
    text(&writer, "cat");
    text(&writer, "b.txt");
    text(&writer, "/usr/bin/wc");
    write_u16(&writer, 1);
    text(&writer, "wc");
    return writer.written;
}

static void a_good_request_is_read_whole(void) {
    CHECK(request_parse(&request, payload, sample()) == NULL);
    CHECK_EQUAL(1000, request.wall_millis);
    CHECK_EQUAL(2, request.cpu_seconds);
    CHECK_EQUAL(1u << 30, request.address_space);
    CHECK_EQUAL(64, request.open_files);
    CHECK_EQUAL(1u << 16, request.output_bytes);
    CHECK(request.writable);
    CHECK_TEXT("/workspace/a", request.cwd);
    CHECK_EQUAL(2, request.operand_count);
    CHECK_TEXT("../c", request.operands[1]);
    CHECK_EQUAL(2, request.stage_count);
    CHECK_TEXT("/usr/bin/cat", request.stages[0].program);
    CHECK_TEXT("b.txt", request.stages[0].arguments[1]);
    CHECK(request.stages[0].arguments[2] == NULL);
    CHECK_TEXT("wc", request.stages[1].arguments[0]);
    CHECK(request.stages[1].arguments[1] == NULL);
}

static void every_cut_off_request_is_refused(void) {
    size_t length = sample();
    for (size_t i = 0; i < length; i++) {
        CHECK(request_parse(&request, payload, i) != NULL);
    }
    payload[length] = 0;
    CHECK(request_parse(&request, payload, length + 1) != NULL);
}

static void refuses_with(size_t offset, uint8_t value) {
    size_t length = sample();
    payload[offset] = value;
    CHECK(request_parse(&request, payload, length) != NULL);
}

static void limits_out_of_range_are_refused(void) {
    refuses_with(0, 0xFF);  /* more than a day */
    refuses_with(48, 2);    /* an unknown flag */
    refuses_with(27, 7);    /* too few open files */
    for (size_t field = 0; field < 5; field++) {
        static const size_t offsets[] = {0, 4, 8, 16, 28};
        static const size_t widths[] = {4, 4, 8, 8, 4};
        size_t length = sample();
        memset(payload + offsets[field], 0, widths[field]);
        CHECK(request_parse(&request, payload, length) != NULL);
    }
}

static size_t with_stages(unsigned stages, unsigned arguments, const char *program) {
    struct writer writer = begin();
    text(&writer, "/workspace");
    write_u16(&writer, 0);
    write_u8(&writer, (uint8_t)stages);
    for (unsigned i = 0; i < stages; i++) {
        text(&writer, program);
        write_u16(&writer, (uint16_t)arguments);
        for (unsigned j = 0; j < arguments; j++) {
            text(&writer, "x");
        }
    }
    CHECK(!writer.full);
    return writer.written;
}

static void stages_and_arguments_have_bounds(void) {
    CHECK(request_parse(&request, payload, with_stages(1, 1, "/bin/x")) == NULL);
    CHECK(request_parse(&request, payload, with_stages(8, 1, "/bin/x")) == NULL);
    CHECK(request_parse(&request, payload, with_stages(9, 1, "/bin/x")) != NULL);
    CHECK(request_parse(&request, payload, with_stages(0, 1, "/bin/x")) != NULL);
    CHECK(request_parse(&request, payload, with_stages(1, 0, "/bin/x")) != NULL);
    CHECK(request_parse(&request, payload, with_stages(1, 1, "bin/x")) != NULL);
    CHECK(request_parse(&request, payload, with_stages(1, 1, "")) != NULL);
    CHECK(request_parse(&request, payload, with_stages(8, 512, "/bin/x")) == NULL);
    CHECK(request_parse(&request, payload, with_stages(8, 513, "/bin/x")) != NULL);
    CHECK(request_parse(&request, payload, with_stages(1, 4103, "/bin/x")) == NULL);
    CHECK(request_parse(&request, payload, with_stages(1, 4104, "/bin/x")) != NULL);
    CHECK(request_parse(&request, payload, with_stages(1, 5000, "/bin/x")) != NULL);
}

static void operands_have_a_bound(void) {
    for (unsigned count = MOST_OPERANDS; count <= MOST_OPERANDS + 1; count++) {
        struct writer writer = begin();
        text(&writer, "/workspace");
        write_u16(&writer, (uint16_t)count);
        for (unsigned i = 0; i < count; i++) {
            text(&writer, "o");
        }
        write_u8(&writer, 1);
        text(&writer, "/bin/x");
        write_u16(&writer, 1);
        text(&writer, "x");
        CHECK((request_parse(&request, payload, writer.written) == NULL) == (count == MOST_OPERANDS));
    }
}

static void a_text_with_nul_is_refused(void) {
    size_t length = sample();
    payload[49 + 4 + 3] = 0;
    CHECK(request_parse(&request, payload, length) != NULL);
}

static void the_longest_payload_fits(void) {
    struct writer writer = begin();
    text(&writer, "/workspace");
    write_u16(&writer, 0);
    write_u8(&writer, 1);
    text(&writer, "/bin/x");
    write_u16(&writer, 1);
    size_t left = sizeof payload - writer.written - 4;
    static char argument[FRAME_MOST_PAYLOAD];
    memset(argument, 'a', left);
    write_string(&writer, argument, left);
    CHECK_EQUAL(sizeof payload, writer.written);
    CHECK(request_parse(&request, payload, writer.written) == NULL);
    CHECK_EQUAL(left, strlen(request.stages[0].arguments[0]));
}

/* A request with some of its bytes replaced is either read within bounds or refused; the sanitizers watch. */
static void damaged_requests_are_survived(void) {
    unsigned good = 0;
    for (uint32_t seed = 1; seed <= 20000; seed++) {
        uint32_t random = seed * 2654435761u;
        size_t length = sample();
        unsigned changes = 1 + check_random(&random) % 4;
        for (unsigned i = 0; i < changes; i++) {
            payload[check_random(&random) % length] = (uint8_t)check_random(&random);
        }
        uint8_t *exact = malloc(length);
        memcpy(exact, payload, length);
        if (request_parse(&request, exact, length) == NULL) {
            good++;
            for (unsigned i = 0; i < request.stage_count; i++) {
                CHECK(request.stages[i].program[0] == '/' && request.stages[i].arguments[0] != NULL);
            }
        }
        free(exact);
    }
    CHECK(good > 0 && good < 20000);
}

int main(void) {
    RUN(a_good_request_is_read_whole);
    RUN(every_cut_off_request_is_refused);
    RUN(limits_out_of_range_are_refused);
    RUN(stages_and_arguments_have_bounds);
    RUN(operands_have_a_bound);
    RUN(a_text_with_nul_is_refused);
    RUN(the_longest_payload_fits);
    RUN(damaged_requests_are_survived);
    return check_report("request");
}
