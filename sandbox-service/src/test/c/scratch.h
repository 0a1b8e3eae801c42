/* A directory of a test's own, with `workspace` and `tmp` in it; MOLTMATE_TEST_ROOT names it. */
#ifndef MOLTMATE_SCRATCH_H
#define MOLTMATE_SCRATCH_H

/* Becomes an ordinary user first, where the tests run as root: much of what is tested does not hold for that one. */
void scratch_begin(void);
void scratch_end(void);
/* The path of something below the directory; good until the fourth call from then. */
const char *scratch_path(const char *name);
void scratch_write(const char *name, const char *text);

#endif
