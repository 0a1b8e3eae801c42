/* The kernel's own rules for what a started program may open, execute and reach. */
#ifndef MOLTMATE_LANDLOCK_H
#define MOLTMATE_LANDLOCK_H

#include "programs.h"

/* What a program may do in the workspace; everything else is the same for all. */
enum domain {
    DOMAIN_READ,
    DOMAIN_REMOVE, /* read and remove: for a workspace that is over its quota */
    DOMAIN_WRITE,
    DOMAIN_COUNT,
};

/* The kernel's ABI, 0 where it has no Landlock. */
int landlock_abi(void);
/* A ruleset's descriptor, or -1 with errno. */
int landlock_ruleset(int abi, enum domain domain, bool tcp, const struct programs *programs);
/* Puts the calling process into the domain, for good: 0, or -1 with errno. Needs no_new_privs. */
int landlock_enter(int ruleset);

#endif
