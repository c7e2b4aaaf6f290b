/* remind: what is due is told once: claimed, handed over, marked. */
#ifndef DESK_REMIND_H
#define DESK_REMIND_H

#include "desk/desk.h"
#include "store/db_list.h"

/* By which road; each tells everything once. */
enum remind_channel {
    REMIND_STDOUT,
    REMIND_MAIL,
    REMIND_LETTER, /* to the customer: desk/notice.h */
    REMIND_CHANNELS
};

/* What is told, in its order: owner, then due.  Called outside any transaction; the text lives until it returns. */
typedef struct err *remind_tell(void *context, const struct db_due *due);
/* So many more of this owner (empty: of nobody) are due than are told one by one. */
typedef void remind_more(void *context, struct str owner, size_t n);
/* Everything told so far has left the program, or an error. */
typedef struct err *remind_flush(void *context);

/* All that one recipient is told in one letter, by due time. */
struct remind_letter {
    struct str recipient; /* login; empty: nobody has these */
    int64_t number;       /* of that login's name in the store; 0 */
    int64_t batch; /* the same when it is sent again after a crash; unlike that of any other letter to them */
    const struct db_due *rows; /* the first of them */
    size_t n;
    size_t more; /* that are not shown */
};
/* The letter was taken over by who delivers it, or an error: then the next run tries again.  Called outside any
 * transaction. */
typedef struct err *remind_send(void *context, const struct remind_letter *letter);

struct remind {
    instant until;    /* follow-ups due at or before this */
    struct str owner; /* only this login's; empty: everybody's */
    bool deliver;     /* record what was told; else it is a preview and changes nothing */
    enum remind_channel channel;
    size_t most; /* told one by one to each owner, the earliest first; 0: all */
    remind_tell *tell;
    remind_more *more;   /* needed where `most` is */
    remind_flush *flush; /* needed to deliver to REMIND_STDOUT */
    remind_send *send;   /* needed to deliver to REMIND_MAIL */
    void *context;
};

enum { REMIND_ROWS = 100 /* of one catch-up, and of a letter */ };

/* Tells.  `told` counts what was told one by one or counted as more.  Each follow-up's due time is told once to its
 * owner: marked only after flush or send, so that a crash can repeat some, once, and never swallows any; what a failed
 * run claimed the next one tells, since it holds the lock that the failed one held.  When the same delivery is under
 * way nothing is told: *busy.  A letter that cannot be sent keeps no other back; the first error is given when all are
 * tried. */
struct err *remind_run(struct desk *d, const struct remind *r, int64_t *told, bool *busy) ERR_CHECK;

#endif
