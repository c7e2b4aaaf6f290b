/* import_desk: records of cust.desk/1 into the store: what belongs to the desk and to no complaint.
 *
 * Of this very store they come back as they were, and what is here is passed over; of another one the desk learns what
 * it does not know: causes, lessons of causes that have none, and fixes.
 */
#ifndef DESK_IMPORT_DESK_H
#define DESK_IMPORT_DESK_H

#include "desk/import_tx.h"
#include "form/form_desk.h"

/* One record, outside of every history.  Errors are those of the store; what is refused goes to the job. */
struct err *import_desk_record(struct import_tx *t, const struct form_desk *r, size_t line) ERR_CHECK;

#endif
