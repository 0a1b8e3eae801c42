/* Takes what a run prints to the client, as fast as that one reads, and keeps the beginning of it. */
#ifndef MOLTMATE_STREAMS_H
#define MOLTMATE_STREAMS_H

#include "outbox.h"

#define MOST_KEPT_OUTPUT 49152u
#define MOST_KEPT_ERRORS 16384u

struct stream {
    int fd; /* -1 once everything was read */
    uint8_t type;
    uint8_t *kept;
    size_t kept_length;
    size_t kept_most;
};

struct streams {
    struct stream output;
    struct stream errors;
    uint64_t most;
    uint64_t taken; /* of both together, at most `most` */
    bool over;      /* there was more than that */
    uint8_t kept_output[MOST_KEPT_OUTPUT];
    uint8_t kept_errors[MOST_KEPT_ERRORS];
};

/* Begins with the reading ends of two pipes, which do not block; -1 for none. */
void streams_begin(struct streams *streams, int output, int errors, uint64_t most);
/* Whether more could be taken: there is room for it. */
bool streams_have_room(const struct outbox *box);
/* Takes what is there, but not for ever. `last`: nobody can write any more, so a pipe that is empty is at its end. */
void streams_copy(struct streams *streams, struct outbox *box, uint64_t run, bool last);
bool streams_ended(const struct streams *streams);

#endif
