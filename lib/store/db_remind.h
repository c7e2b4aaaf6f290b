/* db_remind: each reminder once: claim, send, mark. */
#ifndef STORE_DB_REMIND_H
#define STORE_DB_REMIND_H

#include "rule/matter.h"
#include "store/db.h"

struct db_reminder {
    struct followup f;
    uint32_t step;     /* the follow-up's `moved` */
    int64_t recipient; /* name */
    int64_t batch;     /* once claimed: that of its first claim */
};

/* Open follow-ups due at or before `until` that were not sent to their owner by this channel yet; at most max, by
 * due, after the key (due, of, no) of the last one of the page before (NULL: from the start).  The owner is the
 * follow-up's or else the complaint's; `recipient` is 0 when nobody has it.  `owner` 0 is all.  No more than a page's
 * time is spent under one lock. */
struct err *db_remind_due(struct db *db, instant until, int64_t owner, int channel,
                          const struct db_reminder *after, struct db_reminder *out, size_t max,
                          size_t *n) ERR_CHECK;
/* Whether this one was sent.  A letter to the customer (REMIND_LETTER) has 0 for its recipient. */
struct err *db_remind_sent(struct db *db, const struct db_reminder *r, int channel, bool *sent) ERR_CHECK;
/* Claims inside a transaction; false in *claimed when it was sent.  What another run claimed and did not send is
 * claimed again and keeps its batch: who calls this is alone, so that run is over. */
struct err *db_remind_claim(struct db *db, struct db_reminder *r, int channel, int64_t batch, instant now,
                            bool *claimed) ERR_CHECK;
/* Inside a transaction: it went out. */
struct err *db_remind_mark(struct db *db, const struct db_reminder *r, int channel, instant now) ERR_CHECK;

#endif
