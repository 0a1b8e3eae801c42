/* A client of the protocol, and a supervisor of its own to talk to. */
#ifndef MOLTMATE_CLIENT_H
#define MOLTMATE_CLIENT_H

#include "frame.h"
#include "outcome.h"

#include <stdbool.h>
#include <sys/types.h>

#define CLIENT_PATIENCE 20000 /* milliseconds */
#define MOST_TEST_STAGES 9

struct client {
    pid_t supervisor;
    int to;
    int from;
    struct frame_decoder decoder;
};

/* What to run; what is 0 takes a default that is in nobody's way. */
struct command {
    const char *stages[MOST_TEST_STAGES][8]; /* program's path, then argv from the second on; ends with NULL */
    const char *operands[4];
    const char *cwd;
    uint32_t wall_millis;
    uint32_t cpu_seconds;
    uint64_t file_size;
    uint64_t output_bytes;
    uint64_t workspace_bytes;
    bool writable;
};

struct result {
    struct outcome outcome;
    char output[70000];
    size_t output_length;
    char errors[70000];
    size_t errors_length;
    unsigned error_code; /* of an ERROR frame instead of all this; else 0 */
};

/* Starts the supervisor under test with these arguments, which end with NULL. */
void client_start(struct client *client, const char *const *arguments);
/* Closes its input and ends it from outside; its exit status as waitpid gives it. */
int client_stop(struct client *client);
void client_send_bytes(struct client *client, const void *bytes, size_t length);
void client_send(struct client *client, uint8_t type, uint64_t run, const void *payload, uint32_t length);
/* The next frame, whose payload is good until the next call; false where none came in time. */
bool client_receive(struct client *client, struct frame *frame, int millis);
void client_execute(struct client *client, uint64_t run, const struct command *command);
/* Collects what comes of a run until it is over; false where that takes too long. */
bool client_collect(struct client *client, uint64_t run, struct result *result);
bool client_run(struct client *client, uint64_t run, const struct command *command, struct result *result);
void client_read_outcome(const uint8_t *payload, size_t length, struct outcome *outcome);

#endif
