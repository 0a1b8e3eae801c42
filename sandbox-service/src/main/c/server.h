/* Speaks the protocol over standard input and output until nobody is heard any more. */
#ifndef MOLTMATE_SERVER_H
#define MOLTMATE_SERVER_H

#include "options.h"

/* Returns when it is time to go; the exit status, with a sentence on standard error where it is not 0. */
int server_run(const struct options *options, const struct programs *programs);

#endif
