/* settle: every open complaint brought in line with the policy in force: its deadlines, and the ladders that are new.
 *
 * In the order of their numbers, for then what is read and written lies together in the store; in transactions that
 * hold it for a tenth of a second, or a little longer while nobody waits.  One in which nothing changes is not made.
 * What was committed stays when an error or a kill ends it, the store remembers that there is more to do
 * (store/db_policy.h: db_policy_unsettled()), and doing it again finishes it: what is in line already stays as it is.
 */
#ifndef DESK_SETTLE_H
#define DESK_SETTLE_H

#include "desk/desk.h"

struct settle_job {
    /* After each transaction; the store is not held.  May be NULL. */
    void (*progress)(void *context, const struct settle_job *job);
    void *context;
    int64_t looked; /* complaints that were looked at */
    int64_t moved;  /* of these, whose clocks changed */
    int64_t late;   /* of these, such as have a deadline that is past now, and was not before or is new */
    int64_t begun;  /* complaints in which a ladder began that is new */
    /* Another version that somebody put in force meanwhile, and brings in line: this one stopped; 0. */
    int64_t instead_of;
};

struct err *settle_run(struct desk *d, struct settle_job *job) ERR_CHECK;

#endif
