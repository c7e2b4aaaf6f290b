/* reread: open complaints read by triage once more, after an import or a change of policy. */
#ifndef DESK_REREAD_H
#define DESK_REREAD_H

#include "desk/desk.h"
#include "rule/query.h"

struct reread_job {
    const struct query *query; /* NULL: all that are open */
    bool dry;                  /* nothing is kept: only which ones would differ is told */
    /* Of whom the reading changed, after each commit; the store is not held. */
    void (*changed)(void *context, const int64_t *ids, size_t n);
    void *context;
    int64_t read, differ; /* how many were read, and of how many the reading changed */
};

/* Reads them in the order of their numbers, a few in each transaction; what was committed stays when an error ends it.
 * Deadlines that depend on the priority move along.  ERR_DATA in a dry run when what the desk learned must be learned anew
 * first: that would be written.
 *
 * A second thread reads the texts of the next ones while the first one is at the store (ahead.h).  What was read ahead
 * counts only while nobody else writes; else it is read again. */
struct err *reread_run(struct desk *d, struct reread_job *job) ERR_CHECK;

#endif
