/* db_approval: whether an option of a complaint waits for a higher role's yes.  No row tells: it is read from the
 * history. */
#ifndef STORE_DB_APPROVAL_H
#define STORE_DB_APPROVAL_H

#include "rule/matter.h"
#include "store/db.h"

/* Of the row as it stood then. */
struct err *db_approval_waits(struct db *db, const struct complaint *c, int64_t as_of, bool *waits) ERR_CHECK;

#endif
