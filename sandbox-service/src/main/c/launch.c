#include "launch.h"

#include "paths.h"
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { READING = 0, WRITING = 1, SHOWN = 200 /* bytes of a name in a detail */ };

static bool refuse(struct run *run, enum reason reason, int32_t value) {
    run->outcome.reason = reason;
    run->outcome.value = value;
    return false;
}

static bool not_started(struct run *run, const char *what, int error) {
    outcome_say(&run->outcome, "%s: %s", what, strerror(error));
    return refuse(run, REASON_NOT_STARTED, error);
}

static bool check_programs(struct run *run, const struct exec_request *request, const struct programs *programs) {
    for (unsigned i = 0; i < request->stage_count; i++) {
        const char *program = request->stages[i].program;
        if (programs_find(programs, program) == NULL) {
            outcome_say(&run->outcome, "the program %.*s is not one that may run here", SHOWN, program);
            return refuse(run, REASON_REFUSED, 0);
        }
    }
    return true;
}

static bool check_operands(struct run *run, const struct exec_request *request) {
    for (unsigned i = 0; i < request->operand_count; i++) {
        if (paths_check(request->cwd, request->operands[i]) == PATH_OUTSIDE) {
            outcome_say(&run->outcome, "the operand %.*s leads out of the workspace", SHOWN, request->operands[i]);
            return refuse(run, REASON_REFUSED, 0);
        }
    }
    return true;
}

static bool open_directory(struct run *run, const char *cwd, int *directory) {
    switch (paths_open_directory(cwd, directory)) {
        case PATH_INSIDE:
            return true;
        case PATH_ABSENT:
            outcome_say(&run->outcome, "the working directory %.*s can't be entered", SHOWN, cwd);
            return refuse(run, REASON_NOT_STARTED, ENOENT);
        default:
            outcome_say(&run->outcome, "the working directory %.*s is not in the workspace", SHOWN, cwd);
            return refuse(run, REASON_REFUSED, 0);
    }
}

/* The domain that fits: who writes does so only within the quota. */
static bool choose_domain(struct run *run, const struct exec_request *request, struct domains *domains, int *ruleset) {
    enum domain domain = request->writable ? DOMAIN_WRITE : DOMAIN_READ;
    if (request->writable && !quota_begin(&run->quota, request->workspace_bytes)) {
        domain = DOMAIN_REMOVE;
        quota_end(&run->quota);
    }
    if (!domains_ruleset(domains, domain, ruleset)) {
        return not_started(run, domains->abi == 0 ? "no Landlock in this kernel" : "no Landlock domain", errno);
    }
    if (domain == DOMAIN_REMOVE && *ruleset == NO_RULESET) {
        outcome_say(&run->outcome, "the workspace is over its quota: no program that may write there is started");
        return refuse(run, REASON_WORKSPACE, 0);
    }
    if (domain == DOMAIN_REMOVE) {
        outcome_say(&run->outcome, "the workspace is over its quota: nothing could be written there, only removed");
    }
    return true;
}

static void close_both(const int ends[2]) {
    close(ends[READING]);
    close(ends[WRITING]);
}

/* Forks every stage, each one's output being the next one's input. `start` has what all of them share. */
static bool start_stages(struct run *run, struct stage_start *start, int output) {
    unsigned count = start->request->stage_count;
    int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (input < 0) {
        return not_started(run, "/dev/null", errno);
    }
    int error = 0;
    for (start->stage = 0; start->stage < count && error == 0; start->stage++) {
        int between[2] = {-1, -1};
        bool is_last = start->stage + 1 == count;
        if (!is_last && pipe2(between, O_CLOEXEC) != 0) {
            error = errno;
            break;
        }
        start->input = input;
        start->output = is_last ? output : between[WRITING];
        pid_t process = stage_start(start);
        error = process < 0 ? errno : 0;
        if (process > 0) {
            run->processes[start->stage] = process;
            run->alive++;
        }
        close(input);
        input = between[READING];
        if (!is_last) {
            close(between[WRITING]);
        }
    }
    if (input >= 0) {
        close(input);
    }
    return error == 0 || not_started(run, "no process could be made", error);
}

static bool start_in(struct run *run, const struct exec_request *request, int directory, int ruleset) {
    int output[2];
    int errors[2];
    int report[2];
    if (pipe2(output, O_CLOEXEC) != 0) {
        return not_started(run, "no pipe", errno);
    }
    if (pipe2(errors, O_CLOEXEC) != 0) {
        close_both(output);
        return not_started(run, "no pipe", errno);
    }
    if (pipe2(report, O_CLOEXEC) != 0) {
        close_both(output);
        close_both(errors);
        return not_started(run, "no pipe", errno);
    }
    fcntl(output[READING], F_SETFL, O_NONBLOCK);
    fcntl(errors[READING], F_SETFL, O_NONBLOCK);
    fcntl(report[READING], F_SETFL, O_NONBLOCK);
    streams_begin(&run->streams, output[READING], errors[READING], request->output_bytes);
    run->report = report[READING];
    struct stage_start start = {
            .request = request,
            .directory = directory,
            .ruleset = ruleset,
            .errors = errors[WRITING],
            .report = report[WRITING],
    };
    stage_expendable(true);
    bool started = start_stages(run, &start, output[WRITING]);
    stage_expendable(false);
    close(output[WRITING]);
    close(errors[WRITING]);
    close(report[WRITING]);
    return started;
}

bool launch(struct run *run, const struct exec_request *request, struct domains *domains) {
    int directory;
    int ruleset;
    if (!check_programs(run, request, domains->programs) || !open_directory(run, request->cwd, &directory)) {
        return false;
    }
    bool started = choose_domain(run, request, domains, &ruleset) && check_operands(run, request)
            && start_in(run, request, directory, ruleset);
    close(directory);
    return started;
}
