/* promise: follow-ups: added, done, moved, given up. */
#ifndef DESK_PROMISE_H
#define DESK_PROMISE_H

#include "desk/desk.h"

struct promise {
    enum kind kind;
    instant due;
    struct str words;
    struct str owner; /* empty: the complaint's */
};

/* Of a complaint, or (minus their number) of a customer: c7/2. */
struct err *promise_add(struct desk *d, subject of, const struct promise *p, uint32_t *no) ERR_CHECK;
/* no 0: the only open one that is no deadline; ERR_DATA lists them when there are several.  *no gets the number. */
struct err *promise_done(struct desk *d, subject of, uint32_t *no, struct str why, instant when) ERR_CHECK;
struct err *promise_cancel(struct desk *d, subject of, uint32_t *no, struct str why) ERR_CHECK;
/* Renegotiated: counted as moved, never silently. */
struct err *promise_snooze(struct desk *d, subject of, uint32_t *no, instant due, struct str why) ERR_CHECK;
/* A deadline put off, where the standard that set it allows that and no further than it allows (cust-policy(5),
 * `extend`); policy moves it no more.  ERR_DATA otherwise. */
struct err *promise_extend(struct desk *d, subject of, uint32_t no, instant due, struct str why) ERR_CHECK;

#endif
