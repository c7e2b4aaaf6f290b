/* export: the desk's records as JSON Lines, one event a line (cust-format(5), schema cust.event/1), and before them what
 * belongs to no complaint: causes, their lessons and fixes (schema cust.desk/1).
 *
 * Customers' histories come first, by number, then complaints', by number, each in the order of its events.  So a reader
 * can follow in one pass: a complaint's customer always stands before it, and import (desk/import.h) makes the same
 * desk again.  The first event of a complaint says besides who its customer is.  The same records give the same bytes.
 *
 * All is read as of one transaction, a history at a time: memory is that of the longest history, and nobody waits
 * longer than for one.
 *
 * Mails that made no complaint (automatic answers, bounces) come last.  Not in it: policy (policy.yaml), which reminders
 * went out, and learned weights (the corrections are, and are learned again).  `cust-log backup` copies those too.
 */
#ifndef DESK_EXPORT_H
#define DESK_EXPORT_H

#include "desk/desk.h"
#include "rule/query.h"

struct export_job {
    const struct query *query; /* these complaints and their customers, no more; NULL: everything */
    /* Whose own record it is: also mails that made no complaint and name an address of theirs; 0: no. */
    int64_t customer;
    int64_t as_of; /* what the store knew then; DB_NOW */
    /* Takes the lines of one event; an error ends the export. */
    struct err *(*write)(void *context, struct str line);
    void *context;
};

/* *n is how many complaints were written. */
struct err *export_run(struct desk *d, const struct export_job *x, int64_t *n) ERR_CHECK;

#endif
