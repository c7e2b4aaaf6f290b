/* db_gather: all rows of a range at one step.
 *
 * A statement "SELECT gather($1, column, ...) FROM ... WHERE key > $2 AND key <= $3" hands each of its rows to a function
 * in C, in half the time that stepping through them and asking for column after column takes.  For walks over the whole
 * store.  The driver's own: another one would read a cursor here.
 */
#ifndef STORE_DB_GATHER_H
#define STORE_DB_GATHER_H

#include "store/db_stmt.h"

/* One row's columns, in the order of the keys. */
typedef void db_gather_row(void *context, sqlite3_value **v);

/* Makes gather() known to a connection; where memory is short for that, the statements fail later. */
void db_gather_open(sqlite3 *sql);

struct err *db_gather(struct db *db, enum db_sql which, int64_t above, int64_t upto, db_gather_row *row,
                      void *context) ERR_CHECK;

#endif
