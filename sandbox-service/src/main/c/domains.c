#include "domains.h"

#include "stage.h"

#include <errno.h>

void domains_prepare(struct domains *domains, bool required, bool tcp, const struct programs *programs) {
    *domains = (struct domains){.abi = landlock_abi(), .required = required, .tcp = tcp, .programs = programs};
    for (int i = 0; i < DOMAIN_COUNT; i++) {
        domains->rulesets[i] = domains->abi > 0 ? landlock_ruleset(domains->abi, (enum domain)i, tcp, programs) : NO_RULESET;
    }
}

bool domains_ruleset(struct domains *domains, enum domain domain, int *ruleset) {
    if (domains->abi == 0) {
        *ruleset = NO_RULESET;
        errno = EOPNOTSUPP;
        return !domains->required;
    }
    if (domains->rulesets[domain] < 0) {
        domains->rulesets[domain] = landlock_ruleset(domains->abi, domain, domains->tcp, domains->programs);
    }
    *ruleset = domains->rulesets[domain];
    return *ruleset >= 0;
}
