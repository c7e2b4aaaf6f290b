/* db_restore: records put back as they were: with the numbers, transactions, times and actors that they had.
 *
 * For import alone.  Ordinary changes go through db_begin(), which names the moment and the person itself; here both
 * come from the record.  Numbers of transactions and their times must rise together, as they do in every store; what
 * would break that is refused, because the store's own memory of "what was known when" rests on it.
 */
#ifndef STORE_DB_RESTORE_H
#define STORE_DB_RESTORE_H

#include "store/db.h"

/* A transaction of SQLite's, with the writers' turn, but without a tx row of its own; ended by db_commit() or
 * db_rollback(). */
struct err *db_restore_begin(struct db *db) ERR_CHECK;

/* What is written from here on belongs to transaction `seq`, recorded at `at` by `actor` (a name's number).  Its row
 * is made when there is none; ERR_DATA when the store knows another one of that number, or its time does not fit
 * between its neighbours'. */
struct err *db_restore_tx(struct db *db, int64_t seq, instant at, int64_t actor) ERR_CHECK;

/* A bare customer of this number, of the running transaction; ERR_DATA when it is taken. */
struct err *db_restore_customer(struct db *db, int64_t id) ERR_CHECK;

/* What event `no` names by its number there has this number here. */
struct err *db_restore_ref(struct db *db, int64_t of, uint32_t no, uint32_t ref) ERR_CHECK;

/* The store becomes the one of this name (db_identity()). */
struct err *db_restore_identity(struct db *db, struct str identity) ERR_CHECK;

/* Within any writing transaction: what follows can be taken back alone.  Each mark ends with one of the other two. */
struct err *db_restore_mark(struct db *db) ERR_CHECK;
struct err *db_restore_back(struct db *db) ERR_CHECK;
struct err *db_restore_keep(struct db *db) ERR_CHECK;

#endif
