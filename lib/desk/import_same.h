/* import_same: whether a line of cust.event/1 is the event that is here already.  For import_history. */
#ifndef DESK_IMPORT_SAME_H
#define DESK_IMPORT_SAME_H

#include "form/form_event.h"
#include "store/db.h"

/* Compares everything but the message behind it; words that were erased on either side are no difference. */
struct err *import_same_event(struct db *db, const struct event *ev, const struct form_event *fe,
                              bool *same) ERR_CHECK;

#endif
