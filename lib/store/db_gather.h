/* db_gather: all rows of a range at one step.
 *
 * A statement "SELECT gather(column, ...) FROM ... WHERE key > $1 AND key <= $2" hands each of its rows to a function
 * in C, in half the time that stepping through them and asking for column after column takes.  For walks over the whole
 * store.  The driver's own: another one would read a cursor here.
 */
#ifndef STORE_DB_GATHER_H
#define STORE_DB_GATHER_H

#include "store/db_stmt.h"

/* Makes gather() known to a connection; where memory is short for that, the statements fail later. */
void db_gather_open(struct db *db);

struct err *db_gather(struct db *db, enum db_sql which, int64_t above, int64_t upto, db_gather_row *row,
                      void *context) ERR_CHECK;

#endif
