/* db_walk: every complaint with its follow-ups, and its events where wanted, once, in the order of their numbers: what
 * the tables are made of.
 *
 * A walk answers for several instants at once: the row as of each of them, so that a period, the one before and their
 * ends cost one pass.  Reads pause between two complaints so that no lock is held for more than some 10 ms and one
 * complaint; memory is that of the longest one.
 */
#ifndef STORE_DB_WALK_H
#define STORE_DB_WALK_H

#include "rule/matter.h"
#include "store/db.h"

enum { DB_WALK_AT = 3 };

struct db_walk_row {
    subject of;                             /* minus a customer's number: their own follow-ups */
    const struct complaint *at[DB_WALK_AT]; /* NULL where it did not stand then */
    const struct complaint *soon; /* one that stands now, some rows on; NULL when none is read yet */
    const struct followup *f;     /* as of the first instant, by number */
    size_t nf;
    /* As of the first instant, by number, without strikes and what they struck; `recorded` and `actor` are not
     * read. */
    struct event *ev;
    size_t nev;
};

/* Which events a walk brings along. */
enum db_walk_events {
    DB_WALK_ROWS, /* none */
    DB_WALK_TOLD, /* those of the index event_told (schema.sql): few, and quickly read */
    DB_WALK_ALL   /* every one: five times the reading */
};

/* Which follow-ups: all, or those that have ended and steps of escalation, which are read in a third of the time. */
enum db_walk_followups { DB_WALK_EVERY, DB_WALK_ENDED };

/* Which columns of a complaint: all, or only those of SQL_WALK_FIGURES, for a fifth less time.  Then category, subject,
 * by_hand, points, channel, events, followups and heard mean nothing. */
enum db_walk_columns { DB_WALK_WHOLE, DB_WALK_FIGURES };

struct db_walk_wants {
    enum db_walk_events events;
    enum db_walk_followups followups;
    enum db_walk_columns columns;
};

typedef struct err *db_walk_visit(void *context, const struct db_walk_row *row);

/* `at` are transactions; the first must not be before any other.  Customers' rows come first. */
struct err *db_walk(struct db *db, const int64_t at[DB_WALK_AT], struct db_walk_wants wants,
                    db_walk_visit *visit, void *context) ERR_CHECK;

#endif
