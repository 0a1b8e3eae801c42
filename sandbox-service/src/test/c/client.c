#include "client.h"

#include "bytes.h"
#include "clock.h"
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void give_up(const char *what) {
    perror(what);
    exit(2);
}

void client_start(struct client *client, const char *const *arguments) {
    int to[2];
    int from[2];
    signal(SIGPIPE, SIG_IGN);
    memset(client, 0, sizeof *client);
    if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) {
        give_up("pipe2");
    }
    client->supervisor = fork();
    if (client->supervisor == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        const char *path = getenv("MOLTMATE_SUPERVISOR_UNDER_TEST");
        execv(path == NULL ? "" : path, (char *const *)(uintptr_t)arguments);
        give_up("the supervisor under test");
    }
    close(to[0]);
    close(from[1]);
    client->to = to[1];
    client->from = from[0];
}

int client_stop(struct client *client) {
    int status = -1;
    close(client->to);
    kill(client->supervisor, SIGTERM);
    waitpid(client->supervisor, &status, 0);
    close(client->from);
    return status;
}

void client_send_bytes(struct client *client, const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    while (length > 0) {
        ssize_t written = write(client->to, at, length);
        if (written < 0) {
            give_up("write");
        }
        at += written;
        length -= (size_t)written;
    }
}

void client_send(struct client *client, uint8_t type, uint64_t run, const void *payload, uint32_t length) {
    uint8_t header[FRAME_HEADER];
    frame_header(header, type, run, payload, length);
    client_send_bytes(client, header, sizeof header);
    client_send_bytes(client, payload, length);
}

bool client_receive(struct client *client, struct frame *frame, int millis) {
    uint64_t end = clock_micros() + (uint64_t)millis * 1000;
    for (;;) {
        switch (frame_next(&client->decoder, frame)) {
            case FRAME_READY:
                return true;
            case FRAME_MALFORMED:
                fprintf(stderr, "the supervisor sent bytes that are no frame\n");
                exit(2);
            default:
                break;
        }
        uint64_t now = clock_micros();
        struct pollfd polled = {.fd = client->from, .events = POLLIN};
        if (now > end || poll(&polled, 1, (int)((end - now) / 1000) + 1) < 1) {
            return false;
        }
        size_t room;
        uint8_t *at = frame_room(&client->decoder, &room);
        ssize_t length = read(client->from, at, room);
        if (length <= 0) {
            return false;
        }
        frame_received(&client->decoder, (size_t)length);
    }
}

static void text(struct writer *writer, const char *value) {
    write_string(writer, value, strlen(value));
}

static void write_stage(struct writer *writer, const char *const *stage) {
    uint16_t count = 0;
    while (stage[count] != NULL) {
        count++;
    }
    text(writer, stage[0]);
    write_u16(writer, count);
    for (unsigned i = 0; i < count; i++) {
        text(writer, stage[i]);
    }
}

void client_execute(struct client *client, uint64_t run, const struct command *command) {
    static uint8_t payload[FRAME_MOST_PAYLOAD];
    struct writer writer = {.at = payload, .left = sizeof payload};
    write_u32(&writer, command->wall_millis == 0 ? CLIENT_PATIENCE : command->wall_millis);
    write_u32(&writer, command->cpu_seconds == 0 ? 60 : command->cpu_seconds);
    write_u64(&writer, 1ull << 32);
    write_u64(&writer, command->file_size == 0 ? 1u << 30 : command->file_size);
    write_u32(&writer, 64);
    write_u32(&writer, 100000);
    write_u64(&writer, command->output_bytes == 0 ? 1u << 20 : command->output_bytes);
    write_u64(&writer, command->workspace_bytes);
    write_u8(&writer, command->writable);
    text(&writer, command->cwd == NULL ? place_workspace() : command->cwd);
    uint16_t operands = 0;
    while (operands < 4 && command->operands[operands] != NULL) {
        operands++;
    }
    write_u16(&writer, operands);
    for (unsigned i = 0; i < operands; i++) {
        text(&writer, command->operands[i]);
    }
    uint8_t stages = 0;
    while (stages < MOST_TEST_STAGES && command->stages[stages][0] != NULL) {
        stages++;
    }
    write_u8(&writer, stages);
    for (unsigned i = 0; i < stages; i++) {
        write_stage(&writer, command->stages[i]);
    }
    client_send(client, FRAME_EXEC, run, payload, (uint32_t)writer.written);
}

void client_read_outcome(const uint8_t *payload, size_t length, struct outcome *outcome) {
    struct reader reader = {.at = payload, .left = length};
    size_t detail;
    outcome->reason = (enum reason)read_u8(&reader);
    outcome->value = (int32_t)read_u32(&reader);
    outcome->wall_micros = read_u64(&reader);
    outcome->cpu_micros = read_u64(&reader);
    outcome->output_bytes = read_u64(&reader);
    const uint8_t *bytes = read_string(&reader, MOST_DETAIL - 1, &detail);
    if (bytes == NULL || reader.left != 0) {
        fprintf(stderr, "an EXIT payload is not well-formed\n");
        exit(2);
    }
    memcpy(outcome->detail, bytes, detail);
    outcome->detail[detail] = '\0';
}

static void append(char *text_so_far, size_t *length, size_t most, const struct frame *frame) {
    size_t left = most - 1 - *length;
    size_t taken = frame->length < left ? frame->length : left;
    memcpy(text_so_far + *length, frame->payload, taken);
    *length += taken;
    text_so_far[*length] = '\0';
}

bool client_collect(struct client *client, uint64_t run, struct result *result) {
    struct frame frame;
    memset(result, 0, sizeof *result);
    while (client_receive(client, &frame, CLIENT_PATIENCE)) {
        if (frame.run != run) {
            continue;
        }
        switch (frame.type) {
            case FRAME_STDOUT:
                append(result->output, &result->output_length, sizeof result->output, &frame);
                break;
            case FRAME_STDERR:
                append(result->errors, &result->errors_length, sizeof result->errors, &frame);
                break;
            case FRAME_EXIT:
                client_read_outcome(frame.payload, frame.length, &result->outcome);
                return true;
            case FRAME_ERROR:
                result->error_code = (unsigned)(frame.payload[0] << 8 | frame.payload[1]);
                return true;
            default:
                break;
        }
    }
    return false;
}

bool client_run(struct client *client, uint64_t run, const struct command *command, struct result *result) {
    client_execute(client, run, command);
    return client_collect(client, run, result);
}
