/* import_gone: what came with an import for customers who were erased here since, so that the same file does not bring
 * them back.  For import_people.
 *
 * Of it only times and numbers are left.  An entry that came from elsewhere happened before it was recorded here, so
 * what was written down here is never meant.
 */
#ifndef DESK_IMPORT_GONE_H
#define DESK_IMPORT_GONE_H

#include "rule/event.h"
#include "store/db.h"

struct import_gone;

/* Reads them when it is asked first. */
struct import_gone *import_gone_new(struct db *db);
void import_gone_free(struct import_gone *g);

/* Whether somebody who was erased had this entry of another store. */
struct err *import_gone_had(struct import_gone *g, const struct event *ev, bool *had) ERR_CHECK;

#endif
