/* erase: a customer asks to be forgotten: every word of theirs goes, counts and times stay.
 *
 * What goes: their name and addresses, all texts, subjects, notes, field texts and mails of their complaints, their own
 * follow-ups' texts, and files in outbox/ and kept/ in which one of these stands.  What stays: events, times, statuses,
 * scores, which other customers wrote, copies made before (backups, exports).
 */
#ifndef DESK_ERASE_H
#define DESK_ERASE_H

#include "desk/desk.h"

/* What erasing would reach; for asking first. */
struct erase_reach {
    struct str name;
    size_t complaints, open;
    size_t others; /* who are the same one by a merge, and are forgotten with them */
};
/* ERR_NOINPUT for nobody; ERR_DATA when they are erased already or a complaint of theirs is under `hold`. */
struct err *erase_look(struct desk *d, int64_t customer, struct arena *a, struct erase_reach *out) ERR_CHECK;

/* What was erased. */
struct erase_done {
    int64_t texts, mails;
    size_t files;      /* attached ones, and those removed from outbox/ and kept/ */
    size_t files_left; /* other files there: nobody can tell whose words they hold */
};
/* `why` stays in the customer's history.  Files go after COMMIT; ERR_IO names one that cannot be removed. */
struct err *erase_customer(struct desk *d, int64_t customer, struct str why,
                           struct erase_done *out) ERR_CHECK;

#endif
