/* The command line. */
#ifndef MOLTMATE_OPTIONS_H
#define MOLTMATE_OPTIONS_H

#include "programs.h"

#include <stdbool.h>
#include <stdint.h>

struct options {
    bool probe;
    bool landlock_required;
    bool tcp;
    uint64_t idle_seconds;
};

/* Reads the arguments and resolves the allowlist; NULL, or what is wrong with them. */
const char *options_parse(int count, char **arguments, struct options *options, struct programs *programs);

#endif
