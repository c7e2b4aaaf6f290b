/* db: the store: one SQLite file, opened safely, changed in whole transactions.  The only room with SQL.
 *
 * Every other module here (db_event, db_complaint, ...) takes a `struct db`.  Rows come back as the structs of rule,
 * strings in the caller's arena.  `as_of` is a transaction's number: the call answers what the store knew when that
 * was the last one; DB_NOW means now.
 *
 * journal_mode=TRUNCATE and synchronous=EXTRA, never WAL (cust-store(5) says why); secure_delete, foreign keys and
 * defensive on; trusted_schema, DQS and extensions off.  A writer waits up to 60 s for its turn, in an flock queue
 * beside the store so that waiting is fair, then gets ERR_TEMP.  A reader opens read-write with query_only, because a
 * hot journal must be rolled back, and never writes.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

#define DB_NOW INT64_MAX
#define DB_APPLICATION_ID 0x63757374 /* "cust" */
#define DB_VERSION 2

struct db;

enum db_mode { DB_READ, DB_WRITE };

/* Opens `folder`/cust.db.  Missing folder or file: ERR_NOINPUT (the text says how to make one); a folder in its place,
 * another program's database, damage: ERR_DATA; a newer version: ERR_DATA; a network file system: ERR_UNAVAILABLE;
 * no permission: ERR_NOPERM; locked for long: ERR_TEMP.  An older version is migrated in one transaction after a
 * backup beside it (DB_WRITE only; DB_READ says that any writing command will do it). */
struct err *db_open(const char *folder, enum db_mode mode, struct db **out) ERR_CHECK;

/* Makes folder (0700) and store (0600) where neither exists yet; parents must exist except the last two of the
 * default place (~/.local/share).  With a group (gid not -1): 2770 and 0660, journal included.  ERR_CANTCREATE when
 * there is a store already.  Half a store never stands: it is built under another name and then named. */
struct err *db_create(const char *folder, int64_t gid) ERR_CHECK;

void db_close(struct db *db);

/* What is told when waiting for the lock takes longer than a second; may be NULL. */
typedef void db_waiting(void *context);
void db_on_wait(struct db *db, db_waiting *tell, void *context);

/* Asked for the time when a transaction begins; may be NULL. */
void db_clock(struct db *db, instant (*clock)(void));

/* Starts a transaction (BEGIN IMMEDIATE) as `login` and writes its tx row.  It is recorded when the writers' turn has
 * come, by db_clock(), not when the wait for it began: what was asked of a moment meanwhile stays true.  It is never
 * earlier than `now`, nor than the last transaction (the clock went back): recorded times never fall. */
struct err *db_begin(struct db *db, instant now, struct str login, int64_t *seq, instant *recorded) ERR_CHECK;
/* Any error rolls the transaction back. */
struct err *db_commit(struct db *db) ERR_CHECK;
void db_rollback(struct db *db); /* no-op without a transaction */
/* For who changes many: a transaction that has held the store for longer than this commits, and begins another. */
#define DB_HOLD_MS 100
/* For how many milliseconds the running transaction has held the store. */
int64_t db_held(const struct db *db);
/* Whether the running transaction of who changes many may go on.  Each writes much the same pages of the indexes, so few
 * and long ones cost least; but nobody is to wait: DB_HOLD_MS, and DB_LONG_MS while nobody does. */
#define DB_LONG_MS 600
bool db_may_hold(const struct db *db);

/* For who goes over much of the store: so much of it stays in memory, in kilobytes instead of 2000.  Where changes do not
 * fit in, the journal is synced each time that they run over. */
struct err *db_keep(struct db *db, int kilobytes) ERR_CHECK;

/* The store's own random name, 32 hexadecimal digits: with a complaint's number it names a record everywhere. */
struct err *db_identity(struct db *db, struct arena *a, struct str *identity) ERR_CHECK;

/* Waits until nothing more can be recorded at t, which is over, or before: who writes just now is done, or has come to
 * later seconds; and a first import, which may bring back what was recorded at any time, has come to its end.  Not while
 * reading.  ERR_TEMP after a minute. */
struct err *db_settled(struct db *db, instant t) ERR_CHECK;
/* The last transaction whose recorded time is not after t; 0 when there is none. */
struct err *db_seq_at(struct db *db, instant t, int64_t *seq) ERR_CHECK;
/* The last transaction's number; 0 in a fresh store.  The numbers behind one answer: take it first, read as of it. */
struct err *db_seq_now(struct db *db, int64_t *seq) ERR_CHECK;

/* Names: short labels as numbers.  db_name() makes one that is new (inside a transaction). */
struct err *db_name(struct db *db, struct str text, int64_t *id) ERR_CHECK;
/* What was known of names is read anew: one was changed. */
void db_name_forget(struct db *db);
struct err *db_name_find(struct db *db, struct str text, int64_t *id) ERR_CHECK; /* 0 when unknown */
struct err *db_name_text(struct db *db, int64_t id, struct arena *a,
                         struct str *text) ERR_CHECK; /* 0 gives "" */
/* At most `max` names, the newest first, of whatever they are; strings in the arena. */
struct err *db_name_newest(struct db *db, struct arena *a, const char **names, size_t max,
                           size_t *n) ERR_CHECK;

#endif
