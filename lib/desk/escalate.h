/* escalate: a colleague hands a matter up by hand, before a ladder does. */
#ifndef DESK_ESCALATE_H
#define DESK_ESCALATE_H

#include "desk/desk.h"

struct escalate {
    struct str to;  /* login; empty: the ladder's next step says, else the lowest role above who is working */
    struct str why; /* may be empty */
};

struct escalated {
    uint32_t no;   /* the follow-up that tells them, due at once */
    struct str to; /* empty: the complaint's owner */
    struct str what;
};

/* An escalation for `to`.  Without it: the step behind the open one of a ladder, else the first of the ladder for what
 * is late, which then goes on by itself; else the lowest role above.  Why becomes the step's words, or a note where the
 * ladder says what is to be done.  ERR_DATA for a complaint that is resolved, or at the last step of its ladder;
 * ERR_USAGE when there is nobody above.  Texts live in the arena. */
struct err *escalate_up(struct desk *d, int64_t id, const struct escalate *x, struct arena *a,
                        struct escalated *out) ERR_CHECK;

#endif
