/* The files that no walk finds: removed, but still open in a program, so that their blocks stay in use until it ends. */
#ifndef MOLTMATE_UNLINKED_H
#define MOLTMATE_UNLINKED_H

#include <stdint.h>
#include <sys/types.h>

/* The bytes of such files on a file system, as far as /proc shows the programs' descriptors and `until` allows. */
uint64_t unlinked_bytes(dev_t device, uint64_t until);

#endif
