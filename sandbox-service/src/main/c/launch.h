/* Decides whether a request may start, and starts all its stages. */
#ifndef MOLTMATE_LAUNCH_H
#define MOLTMATE_LAUNCH_H

#include "run.h"

/* True once all stages are started. Else the outcome says why not, and stages before the one that failed may be running. */
bool launch(struct run *run, const struct exec_request *request, struct domains *domains);

#endif
