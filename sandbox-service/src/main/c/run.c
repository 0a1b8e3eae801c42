#include "run.h"

#include "clock.h"
#include "launch.h"
#include "place.h"
#include "stage.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILL_AGAIN_MICROS = 20000 };

static uint64_t micros_of(const struct rusage *usage) {
    return (uint64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000u
            + (uint64_t)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
}

static uint64_t cpu_of_children(void) {
    struct rusage usage;
    return getrusage(RUSAGE_CHILDREN, &usage) == 0 ? micros_of(&usage) : 0;
}

/* From here on everything dies. The first reason stays. */
static void end(struct run *run, enum reason reason) {
    if (!run->decided) {
        run->decided = true;
        run->outcome.reason = reason;
    }
    run->phase = RUN_ENDING;
}

static void finish(struct run *run, struct outbox *box) {
    if (run->streams.over && run->outcome.reason <= REASON_SIGNAL) {
        run->outcome.reason = REASON_OUTPUT; /* the program was through before its last words were read */
        run->outcome.value = 0;
    }
    run->outcome.wall_micros = clock_micros() - run->started;
    run->outcome.output_bytes = run->streams.taken;
    struct writer writer = {.at = outbox_payload(box, MOST_EXIT_PAYLOAD), .left = MOST_EXIT_PAYLOAD};
    outcome_write(&writer, &run->outcome);
    outbox_add(box, FRAME_EXIT, run->id, writer.written);
    run->phase = RUN_NONE;
}

void run_begin(struct run *run, uint64_t id, const struct exec_request *request, struct domains *domains, struct outbox *box) {
    run->id = id;
    memset(&run->outcome, 0, sizeof run->outcome);
    run->decided = false;
    run->cpu_seconds = request->cpu_seconds;
    run->started = clock_micros();
    run->deadline = run->started + (uint64_t)request->wall_millis * 1000u;
    run->cpu_before = cpu_of_children();
    run->counts_before = cgroup_read();
    run->stage_count = request->stage_count;
    run->alive = 0;
    memset(run->processes, 0, sizeof run->processes);
    run->report = -1;
    run->quota.limit = 0;
    streams_begin(&run->streams, -1, -1, request->output_bytes);
    if (launch(run, request, domains)) {
        run->phase = RUN_ACTIVE;
    } else if (run->alive > 0) {
        end(run, run->outcome.reason);
    } else {
        run->decided = true;
        run->phase = RUN_ENDING;
    }
    run_advance(run, box);
}

void run_cancel(struct run *run, uint64_t id) {
    if (run->phase == RUN_ACTIVE && run->id == id) {
        end(run, REASON_CANCELLED);
    }
}

bool run_reap(struct run *run) {
    for (;;) {
        int status;
        struct rusage usage;
        pid_t process = wait4(-1, &status, WNOHANG, &usage);
        if (process <= 0) {
            return process == 0 || errno != ECHILD;
        }
        for (unsigned i = 0; i < run->stage_count; i++) {
            if (run->processes[i] == process) {
                run->processes[i] = 0;
                run->ends[i] = (struct stage_end){.status = status, .cpu_micros = micros_of(&usage)};
                run->alive--;
            }
        }
    }
}

static void close_report(struct run *run) {
    if (run->report >= 0) {
        close(run->report);
        run->report = -1;
    }
}

/* Whether a stage said that it could not start. */
static bool failed_to_start(struct run *run) {
    struct stage_failure failure;
    if (run->report < 0) {
        return false;
    }
    ssize_t length = read(run->report, &failure, sizeof failure);
    if (length == (ssize_t)sizeof failure) {
        run->outcome.value = failure.error;
        outcome_say(&run->outcome, "stage %d could not %s: %s", failure.stage + 1, stage_step(failure.step),
                strerror(failure.error));
        return true;
    }
    if (length == 0) {
        close_report(run);
    }
    return false;
}

static void look_at_limits(struct run *run) {
    uint64_t now = clock_micros();
    if (failed_to_start(run)) {
        end(run, REASON_NOT_STARTED);
    } else if (run->streams.over) {
        end(run, REASON_OUTPUT);
    } else if (run->alive == 0) {
        run->phase = RUN_ENDING; /* how, the stages' ends tell */
    } else if (now >= run->deadline) {
        end(run, REASON_TIME);
    } else if (!quota_holds(&run->quota, now)) {
        end(run, REASON_WORKSPACE);
    }
}

/* Nothing of the run is left: how did it end? */
static void settle(struct run *run) {
    struct cgroup_counts after = cgroup_read();
    if (!run->decided) {
        run->decided = true;
        outcome_of_stages(&run->outcome, run->ends, run->stage_count, run->cpu_seconds, run->counts_before, after);
    }
    if (run->counts_before.process_refusals >= 0 && after.process_refusals > run->counts_before.process_refusals) {
        outcome_say(&run->outcome, "the limit on processes was reached");
    }
    run->outcome.cpu_micros = cpu_of_children() - run->cpu_before;
    close_report(run);
    quota_end(&run->quota);
    run->phase = RUN_DRAINING;
}

void run_advance(struct run *run, struct outbox *box) {
    if (run->phase == RUN_NONE) {
        return;
    }
    streams_copy(&run->streams, box, run->id, run->phase == RUN_DRAINING);
    if (run->phase == RUN_ACTIVE) {
        look_at_limits(run);
    }
    if (run->phase == RUN_ENDING) {
        place_kill_all();
        if (!run_reap(run)) {
            settle(run);
        }
    }
    if (run->phase == RUN_DRAINING) {
        streams_copy(&run->streams, box, run->id, true);
        if (streams_ended(&run->streams) && outbox_room(box) >= MOST_EXIT_PAYLOAD) {
            finish(run, box);
        }
    }
}

static uint64_t least(uint64_t one, uint64_t other) {
    return one < other ? one : other;
}

unsigned run_poll(const struct run *run, const struct outbox *box, struct pollfd polled[RUN_POLLED], uint64_t *until) {
    unsigned count = 0;
    *until = UINT64_MAX;
    if (run->phase == RUN_NONE) {
        return 0;
    }
    if (streams_have_room(box)) {
        if (run->streams.output.fd >= 0) {
            polled[count++] = (struct pollfd){.fd = run->streams.output.fd, .events = POLLIN};
        }
        if (run->streams.errors.fd >= 0) {
            polled[count++] = (struct pollfd){.fd = run->streams.errors.fd, .events = POLLIN};
        }
    }
    if (run->phase == RUN_ACTIVE) {
        *until = run->quota.limit > 0 ? least(run->deadline, run->quota.next_look) : run->deadline;
        if (run->report >= 0) {
            polled[count++] = (struct pollfd){.fd = run->report, .events = POLLIN};
        }
    } else if (run->phase == RUN_ENDING) {
        *until = clock_micros() + KILL_AGAIN_MICROS;
    }
    return count;
}

void run_write_state(const struct run *run, uint64_t id, struct writer *writer) {
    if (id == 0 || id != run->id) {
        write_u8(writer, 0);
        write_string(writer, "", 0);
        write_string(writer, "", 0);
        return;
    }
    write_u8(writer, run->phase == RUN_NONE ? 2 : 1);
    write_string(writer, run->streams.kept_output, run->streams.output.kept_length);
    write_string(writer, run->streams.kept_errors, run->streams.errors.kept_length);
    if (run->phase == RUN_NONE) {
        outcome_write(writer, &run->outcome);
    }
}
