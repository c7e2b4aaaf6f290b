/* import_history: histories of cust.event/1, event by event, into the store: restored, compared, or taken over under
 * new numbers (desk/import.h has the rules).
 *
 * A history is all or nothing: it is one savepoint, and the first of its lines that cannot be takes all of it back.
 * Transactions end between histories only.
 */
#ifndef DESK_IMPORT_HISTORY_H
#define DESK_IMPORT_HISTORY_H

#include "desk/import_tx.h"
#include "form/form_event.h"

struct import_history;

/* `t` is open and outlives it. */
struct import_history *import_history_new(struct import_tx *t);
void import_history_free(struct import_history *h);

/* The next line.  Errors are those of the store; a line that is refused goes to the job. */
struct err *import_history_event(struct import_history *h, const struct form_event *fe,
                                 size_t line) ERR_CHECK;

/* A line that nobody could read stood here: the history around it may not be whole. */
void import_history_gap(struct import_history *h);

/* The history in hand is at its end; `next` is what follows, NULL when that is no event or the end of the file. */
struct err *import_history_end(struct import_history *h, const struct form_event *next) ERR_CHECK;
/* That, and COMMIT; then what was made is told. */
struct err *import_history_commit(struct import_history *h, const struct form_event *next) ERR_CHECK;

#endif
