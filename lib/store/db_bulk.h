/* db_bulk: a first import into an empty store: secondary indexes and full text are built once, at the end.
 *
 * Into a million rows that is the difference between minutes and an hour.  A live store never loses an index. */
#ifndef STORE_DB_BULK_H
#define STORE_DB_BULK_H

#include "store/db.h"

/* Outside a transaction.  When the store holds no complaint: takes the indexes away and keeps the writers' turn until
 * db_bulk_end(), so that no other writer finds a store without them (readers are free, and lists are slower; but who
 * looks for words, or asks for what was known at a moment, waits for the end).  Otherwise does nothing.  The
 * transactions between are begun and committed as ever. */
struct err *db_bulk_begin(struct db *db) ERR_CHECK;

/* Builds what was left out and gives the turn back; nothing to do without a db_bulk_begin() that took hold.  If it is
 * never reached (a crash, a power cut), the next writer does it. */
struct err *db_bulk_end(struct db *db) ERR_CHECK;

/* Whether db_bulk_begin() took hold: until its end nobody else writes, so transactions may be long. */
bool db_bulk_runs(const struct db *db);

/* Whether what a first import left out is still to be built: it runs, or whoever ran it died. */
struct err *db_bulk_unfinished(struct db *db, bool *is) ERR_CHECK;

/* For who looks into the full text, before, and outside of a page: waits until it is whole.  ERR_TEMP after a minute, and
 * for a reader at once when whoever was to build it died; a writer builds it. */
struct err *db_bulk_words(struct db *db) ERR_CHECK;

/* For db_begin(): finishes what a writer that died left behind.  The caller has the turn. */
struct err *db_bulk_recover(struct db *db) ERR_CHECK;

#endif
