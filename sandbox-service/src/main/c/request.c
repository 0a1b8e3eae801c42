#include "request.h"

#include "bytes.h"

#include <string.h>

/* A copy of the next string that ends with NUL, or NULL. Each string has four bytes of length before it, so all of them fit. */
static char *next_text(struct exec_request *request, struct reader *reader) {
    size_t length;
    const uint8_t *bytes = read_string(reader, FRAME_MOST_PAYLOAD, &length);
    if (bytes == NULL || memchr(bytes, 0, length) != NULL || sizeof request->text - request->text_length <= length) {
        reader->bad = true;
        return NULL;
    }
    char *copy = request->text + request->text_length;
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    request->text_length += length + 1;
    return copy;
}

static bool parse_operands(struct exec_request *request, struct reader *reader) {
    request->operand_count = read_u16(reader);
    if (request->operand_count > MOST_OPERANDS) {
        return false;
    }
    for (unsigned i = 0; i < request->operand_count; i++) {
        request->operands[i] = next_text(request, reader);
        if (request->operands[i] == NULL) {
            return false;
        }
    }
    return true;
}

static bool parse_stage(struct exec_request *request, struct stage_request *stage, struct reader *reader) {
    stage->program = next_text(request, reader);
    unsigned count = read_u16(reader);
    if (stage->program == NULL || stage->program[0] != '/' || count == 0
            || count >= sizeof request->pointers / sizeof *request->pointers - request->pointer_count) {
        return false;
    }
    stage->arguments = request->pointers + request->pointer_count;
    for (unsigned i = 0; i < count; i++) {
        stage->arguments[i] = next_text(request, reader);
        if (stage->arguments[i] == NULL) {
            return false;
        }
    }
    stage->arguments[count] = NULL;
    request->pointer_count += count + 1;
    return true;
}

static bool parse_limits(struct exec_request *request, struct reader *reader) {
    request->wall_millis = read_u32(reader);
    request->cpu_seconds = read_u32(reader);
    request->address_space = read_u64(reader);
    request->file_size = read_u64(reader);
    request->open_files = read_u32(reader);
    request->processes = read_u32(reader);
    request->output_bytes = read_u64(reader);
    request->workspace_bytes = read_u64(reader);
    uint8_t flags = read_u8(reader);
    request->writable = flags == 1;
    return !reader->bad && flags <= 1 && request->wall_millis > 0 && request->wall_millis <= MOST_WALL_MILLIS
            && request->cpu_seconds > 0 && request->address_space > 0 && request->file_size > 0
            && request->open_files >= LEAST_OPEN_FILES && request->processes > 0;
}

const char *request_parse(struct exec_request *request, const uint8_t *payload, size_t length) {
    struct reader reader = {.at = payload, .left = length};
    request->pointer_count = 0;
    request->text_length = 0;
    if (!parse_limits(request, &reader)) {
        return "the limits are cut off or out of range";
    }
    request->cwd = next_text(request, &reader);
    if (request->cwd == NULL) {
        return "the working directory is no text";
    }
    if (!parse_operands(request, &reader)) {
        return "the operands are cut off, too many or no text";
    }
    request->stage_count = read_u8(&reader);
    if (request->stage_count == 0 || request->stage_count > MOST_STAGES) {
        return "a pipeline has 1 to 8 stages";
    }
    for (unsigned i = 0; i < request->stage_count; i++) {
        if (!parse_stage(request, &request->stages[i], &reader)) {
            return "a stage is cut off, has too many arguments or no absolute program";
        }
    }
    return reader.left == 0 ? NULL : "there is something behind the last stage";
}
