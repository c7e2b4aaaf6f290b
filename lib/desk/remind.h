/* remind: what is due is told once: claimed, handed over, marked. */
#ifndef DESK_REMIND_H
#define DESK_REMIND_H

#include "desk/desk.h"
#include "store/db_list.h"

/* What is told, in its order: owner, then due.  Called outside any transaction; the text lives until it returns. */
typedef struct err *remind_tell(void *context, const struct db_due *due);
/* Everything told so far has left the program, or an error. */
typedef struct err *remind_flush(void *context);

struct remind {
    instant until;    /* follow-ups due at or before this */
    struct str owner; /* only this login's; empty: everybody's */
    bool deliver;     /* record what was told; else it is a preview and changes nothing */
    remind_tell *tell;
    remind_flush *flush; /* needed for deliver */
    void *context;
};

enum { REMIND_BATCH = 256 };

/* Tells.  `told` counts.  Each follow-up's due time is told once to its owner: marked only after flush, so that a crash
 * can repeat one batch at most and never swallows any.  When another delivery is under way nothing is told: *busy. */
struct err *remind_run(struct desk *d, const struct remind *r, int64_t *told, bool *busy) ERR_CHECK;

#endif
