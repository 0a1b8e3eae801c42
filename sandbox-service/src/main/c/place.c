#include "place.h"

#include <signal.h>
#include <unistd.h>

const char *place_unfit(void) {
    if (getpid() != 1) {
        return "it must be a container's first process";
    }
    return geteuid() == 0 || getuid() == 0 ? "it does not run as root" : NULL;
}

const char *place_workspace(void) {
    return "/workspace";
}

const char *place_temporary(void) {
    return "/tmp";
}

/* To the first process of a PID namespace -1 means everybody else in it, all at once, so that no fork slips through. */
void place_kill_all(void) {
    kill(-1, SIGKILL);
}

/* Whoever is in no PID namespace that can be seen from here has the number 0. */
bool place_is_outside(pid_t sender) {
    return sender == 0;
}
