/* import_people: what another store wrote on its customers themselves: notes on them, and follow-ups of their own with
 * what was done to them.  For import_history.
 *
 * It goes on the customer here whom their complaints would go to: found by an address, or else by name, or made.  Those
 * who were merged there are one here.  Names, addresses and merges make no entries: they say who it is.  Known again by
 * itself: when an entry of the history stands on somebody of that address or name, with its time and words, the history
 * came before, and is left as it is.  Who was erased there brings nothing, and to whom it was brought before they were
 * erased here, it is not brought again.
 */
#ifndef DESK_IMPORT_PEOPLE_H
#define DESK_IMPORT_PEOPLE_H

#include "desk/import_tx.h"
#include "form/form_event.h"

struct import_people;

/* `t` is open and outlives it. */
struct import_people *import_people_new(struct import_tx *t);
void import_people_free(struct import_people *p);

/* The next line of a customer's history in hand, which the first one begins.  ERR_DATA: it cannot be one. */
struct err *import_people_event(struct import_people *p, const struct form_event *fe, struct str store,
                                size_t line) ERR_CHECK;
/* Whether the history in hand has something of its own, so that it matters that it is whole. */
bool import_people_own(const struct import_people *p);

/* The history in hand is at its end and whole: it is written, or waits for those who are the same, who may follow. */
struct err *import_people_end(struct import_people *p) ERR_CHECK;

/* No more customers follow: writes one of those that waited, and says whose history it was, for an error too; *line
 * is 0 when none is left. */
struct err *import_people_next(struct import_people *p, subject *of, size_t *line) ERR_CHECK;

#endif
