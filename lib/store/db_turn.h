/* db_turn: waiting for a store that others use: the writers' queue, and SQLite's own lock.  For this room. */
#ifndef STORE_DB_TURN_H
#define STORE_DB_TURN_H

#include "store/db_stmt.h"

enum { DB_TURN_SECONDS = 60 }; /* nobody waits for longer */

/* Waits in the queue, telling after a second. */
struct err *db_turn_take(struct db *db) ERR_CHECK;
/* The same for who keeps writers away and writes nothing: db_turn_outlast() does not wait for them. */
struct err *db_turn_share(struct db *db) ERR_CHECK;
void db_turn_drop(struct db *db);

/* For readers, outside of a page: waits while another has it and is_over() says no, which is asked again and again.
 * *over is what it said last: no means that nobody has the turn.  ERR_TEMP after a minute. */
typedef struct err *db_turn_over(struct db *db, void *context, bool *over);
struct err *db_turn_outlast(struct db *db, db_turn_over *is_over, void *context, bool *over) ERR_CHECK;

/* A writing transaction of SQLite's begins, for db_begin() and db_restore_begin(): with the writers' turn, unless a first
 * import has that from end to end, and with what a writer that died left behind made good.  ERR_BUG inside another one,
 * and in a store that was opened for reading.  Nothing is held after an error. */
struct err *db_turn_begin(struct db *db) ERR_CHECK;

/* The busy handler: the same patience for readers and for what stands outside the queue. */
int db_turn_busy(void *db, int times);

#endif
