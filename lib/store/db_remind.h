/* db_remind: each reminder once: claim, send, mark. */
#ifndef STORE_DB_REMIND_H
#define STORE_DB_REMIND_H

#include "rule/matter.h"
#include "store/db.h"

struct db_reminder {
    struct followup f;
    uint32_t step;     /* the follow-up's `moved` */
    int64_t recipient; /* name */
};

/* Open follow-ups due at or before `until` that were not sent to their owner by this channel yet; at most max, by
 * due, after the key (due, of, no) of the last one of the page before (NULL: from the start).  `owner` 0 is all. */
struct err *db_remind_due(struct db *db, instant until, int64_t owner, int channel, const struct db_reminder *after,
                          struct db_reminder *out, size_t max, size_t *n) ERR_CHECK;
/* Claims inside a transaction; false in *claimed when another run has sent it. */
struct err *db_remind_claim(struct db *db, const struct db_reminder *r, int channel, instant now,
                            bool *claimed) ERR_CHECK;
struct err *db_remind_mark(struct db *db, const struct db_reminder *r, int channel, instant now) ERR_CHECK;

#endif
