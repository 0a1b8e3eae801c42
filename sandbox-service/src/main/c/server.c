#include "server.h"

#include "clock.h"
#include "domains.h"
#include "place.h"
#include "run.h"
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { VERSION = 1, NONCE = 16, MOST_PING = 64, MICROS = 1000000, FIXED_DESCRIPTORS = 3 };

static struct frame_decoder decoder;
static struct outbox outbox;
static struct exec_request request;
static struct run run;
static struct domains domains;

static int signals = -1;
static bool input_open = true;
static bool told_to_end;
static uint64_t last_heard;

static void send_error(uint64_t id, enum frame_error code, const char *message) {
    struct writer writer = {.at = outbox_payload(&outbox, 512), .left = 512};
    write_u8(&writer, 0);
    write_u8(&writer, (uint8_t)code);
    write_string(&writer, message, strlen(message));
    outbox_add(&outbox, FRAME_ERROR, id, writer.written);
}

static struct writer answer(void) {
    return (struct writer){.at = outbox_payload(&outbox, FRAME_MOST_PAYLOAD), .left = FRAME_MOST_PAYLOAD};
}

static void write_hello(struct writer *writer, const uint8_t *nonce) {
    write_bytes(writer, nonce, NONCE);
    write_u16(writer, VERSION);
    write_u8(writer, (uint8_t)domains.abi);
    write_u64(writer, run.phase == RUN_NONE ? 0 : run.id);
    write_u16(writer, (uint16_t)domains.programs->count);
    for (size_t i = 0; i < domains.programs->count; i++) {
        const struct program *program = &domains.programs->list[i];
        write_string(writer, program->name, strlen(program->name));
        write_string(writer, program->path, strlen(program->path));
    }
}

static void hello(const struct frame *frame) {
    if (frame->length != NONCE) {
        send_error(frame->run, ERROR_BAD_REQUEST, "HELLO has a nonce of 16 bytes");
        return;
    }
    struct writer writer = answer();
    write_hello(&writer, frame->payload);
    outbox_add(&outbox, FRAME_HELLO_ANSWER, 0, writer.written);
}

static void execute(const struct frame *frame) {
    if (run.phase != RUN_NONE) {
        send_error(frame->run, ERROR_BUSY, "another run is going on");
        return;
    }
    const char *wrong = frame->run == 0 ? "EXEC needs the number of a run" : NULL;
    if (wrong == NULL) {
        wrong = request_parse(&request, frame->payload, frame->length);
    }
    if (wrong != NULL) {
        send_error(frame->run, ERROR_BAD_REQUEST, wrong);
        return;
    }
    run_begin(&run, frame->run, &request, &domains, &outbox);
}

static void query(const struct frame *frame) {
    struct writer writer = answer();
    run_write_state(&run, frame->run, &writer);
    outbox_add(&outbox, FRAME_STATE, frame->run, writer.written);
}

static void ping(const struct frame *frame) {
    if (frame->length > MOST_PING) {
        send_error(frame->run, ERROR_BAD_REQUEST, "PING has at most 64 bytes");
        return;
    }
    memcpy(outbox_payload(&outbox, frame->length), frame->payload, frame->length);
    outbox_add(&outbox, FRAME_PONG, frame->run, frame->length);
}

static void handle(const struct frame *frame) {
    last_heard = clock_micros();
    switch (frame->type) {
        case FRAME_HELLO:
            hello(frame);
            break;
        case FRAME_EXEC:
            execute(frame);
            break;
        case FRAME_CANCEL:
            run_cancel(&run, frame->run);
            break;
        case FRAME_QUERY:
            query(frame);
            break;
        case FRAME_PING:
            ping(frame);
            break;
        default:
            send_error(frame->run, ERROR_BAD_REQUEST, "a frame of this type is not for the supervisor");
    }
}

/* Answers are never cut short: a frame is taken up only while the longest answer fits. */
static bool can_answer(void) {
    return outbox_room(&outbox) >= FRAME_MOST_PAYLOAD;
}

static void handle_frames(void) {
    struct frame frame;
    while (can_answer()) {
        switch (frame_next(&decoder, &frame)) {
            case FRAME_READY:
                handle(&frame);
                break;
            case FRAME_MALFORMED:
                send_error(0, ERROR_MALFORMED, "bytes that are no frame were skipped");
                break;
            default:
                return;
        }
    }
}

static void read_input(void) {
    size_t room;
    uint8_t *bytes = frame_room(&decoder, &room);
    if (room == 0) {
        return;
    }
    ssize_t length = read(STDIN_FILENO, bytes, room);
    if (length > 0) {
        frame_received(&decoder, (size_t)length);
    } else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
        input_open = false;
    }
}

/* Of a signal that was not sent by kill(2) the sender may have made up who it is. */
static void read_signals(void) {
    struct signalfd_siginfo signal_info;
    bool child_ended = false;
    while (read(signals, &signal_info, sizeof signal_info) == (ssize_t)sizeof signal_info) {
        if (signal_info.ssi_signo == SIGCHLD) {
            child_ended = true;
        } else if (signal_info.ssi_code == SI_USER && place_is_outside((pid_t)signal_info.ssi_pid)) {
            told_to_end = true;
        }
    }
    if (child_ended) {
        (void)run_reap(&run);
    }
}

/* Everything is blocked and read as data, so that no handler ever runs; to a full outbox's reader gone SIGPIPE is an error of write. */
static bool prepare_signals(void) {
    sigset_t all;
    sigset_t heard;
    sigfillset(&all);
    sigemptyset(&heard);
    sigaddset(&heard, SIGCHLD);
    sigaddset(&heard, SIGTERM);
    sigaddset(&heard, SIGINT);
    if (sigprocmask(SIG_SETMASK, &all, NULL) != 0) {
        return false;
    }
    signals = signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK);
    return signals >= 0;
}

static bool prepare_streams(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) {
            return false;
        }
    }
    outbox.fd = STDOUT_FILENO;
    return fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK) == 0
            && fcntl(STDOUT_FILENO, F_SETFL, fcntl(STDOUT_FILENO, F_GETFL) | O_NONBLOCK) == 0;
}

/* When to go: nothing was heard for too long, and no run is going on that anybody can still take an interest in. */
static bool is_forsaken(uint64_t now, uint64_t idle) {
    bool busy = run.phase == RUN_ACTIVE || run.phase == RUN_ENDING;
    return !busy && now >= last_heard + idle;
}

static int milliseconds_until(uint64_t now, uint64_t until) {
    if (until <= now) {
        return 0;
    }
    uint64_t millis = (until - now + 999) / 1000;
    return millis > 60000 ? 60000 : (int)millis;
}

/* Sleeps until there is something to do. */
static void wait_for_work(uint64_t idle) {
    struct pollfd polled[FIXED_DESCRIPTORS + RUN_POLLED];
    uint64_t until;
    unsigned count = run_poll(&run, &outbox, polled, &until);
    polled[count++] = (struct pollfd){.fd = signals, .events = POLLIN};
    if (input_open && can_answer()) {
        polled[count++] = (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
    }
    if (!outbox_is_empty(&outbox)) {
        polled[count++] = (struct pollfd){.fd = STDOUT_FILENO, .events = POLLOUT};
    }
    uint64_t now = clock_micros();
    bool idling = run.phase == RUN_NONE || run.phase == RUN_DRAINING;
    if (idling && last_heard + idle < until) {
        until = last_heard + idle;
    }
    if (poll(polled, count, milliseconds_until(now, until)) < 0 && errno != EINTR) {
        told_to_end = true;
    }
}

static void turn(void) {
    enum run_phase before = run.phase;
    read_signals();
    if (input_open && can_answer()) {
        read_input();
    }
    handle_frames();
    run_advance(&run, &outbox);
    outbox_flush(&outbox);
    handle_frames();
    if (before != RUN_NONE && run.phase == RUN_NONE) {
        last_heard = clock_micros(); /* whoever waited for the run has all the time to say so */
    }
}

int server_run(const struct options *options, const struct programs *programs) {
    const char *unfit = place_unfit();
    if (unfit != NULL) {
        dprintf(STDERR_FILENO, "moltmate-supervisor: %s\n", unfit);
        return 2;
    }
    stage_prepare();
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !prepare_streams()
            || !prepare_signals()) {
        dprintf(STDERR_FILENO, "moltmate-supervisor: it could not prepare itself: %s\n", strerror(errno));
        return 2;
    }
    domains_prepare(&domains, options->landlock_required, options->tcp, programs);
    uint64_t idle = options->idle_seconds * MICROS;
    last_heard = clock_micros();
    while (!told_to_end && !is_forsaken(clock_micros(), idle)) {
        wait_for_work(idle);
        turn();
    }
    place_kill_all();
    return 0;
}
