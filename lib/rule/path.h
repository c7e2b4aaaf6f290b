/* path: how far a complaint has come on the way from hearing to learning, and, when it was opened again, how far it had
 * come before and what must be done again.
 *
 * A step is done when the status says that it is behind us; where somebody took it, and it was not merely passed over by a
 * later one, it has its time: of several the last.
 */
#ifndef RULE_PATH_H
#define RULE_PATH_H

#include "rule/matter.h"

enum path_step {
    PATH_HEARD,
    PATH_ACKNOWLEDGED,
    PATH_OFFERED,
    PATH_AGREED,
    PATH_ACTED,
    PATH_CONFIRMED,
    PATH_LEARNED,
    PATH_STEPS
};

/* "heard", "ack", ..., as a page has them. */
const char *path_step_name(enum path_step s);

struct path_mark {
    bool done;
    bool no;    /* of confirmed: they were asked and said no */
    instant at; /* INSTANT_NONE: not done, or nobody says when */
};

/* One time along the way. */
struct path {
    instant from; /* the first words; when it was opened again */
    struct path_mark step[PATH_STEPS];
};

/* The way up to when it was opened again for the last time, and the way since then; only the first of both when it never
 * was.  Returns how many: none of a void complaint.  `ev` is its whole history so far, `now` the row that came of it.
 * LEARNED, which holds once a cause is known, is of both. */
size_t path_of(const struct event *ev, size_t n, const struct complaint *now, struct path out[2]);

#endif
