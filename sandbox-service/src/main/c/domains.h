/* The Landlock domains of one container: made once, at the start, and kept; made again where that failed. */
#ifndef MOLTMATE_DOMAINS_H
#define MOLTMATE_DOMAINS_H

#include "landlock.h"

struct domains {
    int abi; /* 0: the kernel has no Landlock */
    bool required;
    bool tcp;
    const struct programs *programs;
    int rulesets[DOMAIN_COUNT];
};

void domains_prepare(struct domains *domains, bool required, bool tcp, const struct programs *programs);
/* True with the ruleset, or with NO_RULESET where Landlock is neither there nor required; else false with errno. */
bool domains_ruleset(struct domains *domains, enum domain domain, int *ruleset);

#endif
