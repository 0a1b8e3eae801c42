/* What an EXEC frame asks for, with every bound checked. */
#ifndef MOLTMATE_REQUEST_H
#define MOLTMATE_REQUEST_H

#include "frame.h"

#define MOST_STAGES 8u
#define MOST_ARGUMENTS 4096u /* of all stages together */
#define MOST_OPERANDS 1024u
#define MOST_WALL_MILLIS 86400000u
#define LEAST_OPEN_FILES 8u

struct stage_request {
    const char *program;
    char **arguments; /* ends with NULL; never empty */
};

struct exec_request {
    uint32_t wall_millis;
    uint32_t cpu_seconds;
    uint64_t address_space;
    uint64_t file_size;
    uint32_t open_files;
    uint32_t processes;
    uint64_t output_bytes;
    uint64_t workspace_bytes;
    bool writable;
    const char *cwd;
    unsigned operand_count;
    const char *operands[MOST_OPERANDS];
    unsigned stage_count;
    struct stage_request stages[MOST_STAGES];

    /* What the pointers above lead to. */
    char *pointers[MOST_ARGUMENTS + MOST_STAGES];
    size_t pointer_count;
    char text[FRAME_MOST_PAYLOAD];
    size_t text_length;
};

/* NULL, or what is wrong with the payload; then the request is not to be used. */
const char *request_parse(struct exec_request *request, const uint8_t *payload, size_t length);

#endif
