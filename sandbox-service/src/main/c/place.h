/* Where the supervisor is: in a container, as its first process. The tests put another place in its stead when they link. */
#ifndef MOLTMATE_PLACE_H
#define MOLTMATE_PLACE_H

#include <stdbool.h>
#include <sys/types.h>

/* NULL, or why this is no place to run commands in. */
const char *place_unfit(void);
const char *place_workspace(void);
const char *place_temporary(void);
/* Sends SIGKILL to everything that is there besides the supervisor. */
void place_kill_all(void);
/* Whether a signal's sender is not one of the programs that run here. */
bool place_is_outside(pid_t sender);

#endif
