/* db_stream: rows in the order of an index, as of one transaction, under short locks.  For the lists of this room.
 *
 * Where the store has moved on since that transaction (or it is long past), the current rows and the past ones are
 * read side by side in the same order and merged; what did not stand then is passed over.  Every read begins behind
 * the last row's key, so a reader may pause at any row, let writers in, and go on.
 *
 *     while (e == NULL && !s.done) {
 *         e = db_stream_start(&s);
 *         while (e == NULL && (e = db_stream_next(&s, &got)) == NULL && got)
 *             use s.c or s.f; break to pause;
 *         db_stream_stop(&s);
 *     }
 */
#ifndef STORE_DB_STREAM_H
#define STORE_DB_STREAM_H

#include <sqlite3.h>

#include "rule/matter.h"
#include "store/db.h"

enum db_stream_order {
    STREAM_QUEUE,     /* complaints that are open now or were then: priority, due, points (falling), number */
    STREAM_NUMBER,    /* all complaints */
    STREAM_DUE,       /* open follow-ups by due, subject, number */
    STREAM_DUE_TEXTS, /* the same, with what is shown of their complaints */
    STREAM_DUE_ALL,   /* all of them so */
    STREAM_FOLLOWUPS  /* all follow-ups by subject, number */
};

enum { STREAM_HOLD_MS = 100, STREAM_SOURCES = 3, STREAM_KEY = 4 };

struct db_stream {
    struct db *db;
    enum db_stream_order order;
    int64_t as_of;
    int64_t key[STREAM_KEY];
    bool done;     /* nothing is left */
    int64_t began; /* of this read, milliseconds */
    unsigned steps;
    int n;
    struct {
        sqlite3_stmt *st;
        bool past, row;
    } source[STREAM_SOURCES];
    struct complaint c; /* the row of a stream of complaints */
    struct followup f;  /* the row of a stream of follow-ups */
    /* STREAM_DUE_TEXTS: what stands now of its complaint and that one's customer; customer is 0 where there is none, or
     * either has changed after as_of.  The name is in `arena`, which whoever makes the stream sets. */
    struct {
        int64_t customer, owner;
        enum priority priority;
        struct str name;
    } texts;
    struct arena *arena;
};

void db_stream_init(struct db_stream *s, struct db *db, enum db_stream_order order, int64_t as_of);
struct err *db_stream_start(struct db_stream *s) ERR_CHECK;
/* The next row that stood then.  *got is false at the end (done is set) or when the lock was held for long enough. */
struct err *db_stream_next(struct db_stream *s, bool *got) ERR_CHECK;
void db_stream_stop(struct db_stream *s);

#endif
