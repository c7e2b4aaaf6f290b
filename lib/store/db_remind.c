#include "store/db_remind.h"

#include "store/db_row.h"
#include "store/db_stmt.h"

enum { HOLD_MS = 50 };

struct err *db_remind_sent(struct db *db, const struct db_reminder *r, int channel, bool *sent)
{
    int64_t at = 0;
    struct err *e = db_stmt_one(db, SQL_REMIND_SENT, &at, "iiiii", r->f.of, (int64_t)r->f.no,
                                (int64_t)r->step, r->recipient, (int64_t)channel);

    *sent = at != 0;
    return e;
}

static void take(sqlite3_stmt *st, struct db_reminder *r)
{
    db_row_followup(st, &r->f);
    r->step = r->f.moved;
    r->recipient = r->f.owner != 0 ? r->f.owner : sqlite3_column_int64(st, DB_ROW_FOLLOWUP);
}

/* One read of the index behind `key`, until enough are found or the time is over; *key moves on, *more says whether
 * there is more to read. */
static struct err *read_some(struct db *db, instant until, int64_t owner, int channel,
                             struct db_reminder *key, struct db_reminder *out, size_t max, size_t *n,
                             bool *more)
{
    sqlite3_stmt *st = NULL;
    int64_t began = db_stmt_clock();
    struct err *e = db_stmt_bind(db, SQL_REMIND_DUE, &st, "iiiii", (int64_t)channel, until, key->f.due,
                                 key->f.of, (int64_t)key->f.no);

    while (e == NULL && *n < max && db_stmt_clock() - began < HOLD_MS) {
        e = db_stmt_step(db, st, more);
        if (e != NULL || !*more)
            return e;
        take(st, key);
        bool sent = sqlite3_column_int64(st, DB_ROW_FOLLOWUP + 1) != 0;
        if (!sent && (owner == 0 || key->recipient == owner))
            out[(*n)++] = *key;
    }
    if (st != NULL)
        db_stmt_end(st);
    return e;
}

struct err *db_remind_due(struct db *db, instant until, int64_t owner, int channel,
                          const struct db_reminder *after, struct db_reminder *out, size_t max, size_t *n)
{
    struct db_reminder key = {.f = {.due = INSTANT_MIN, .of = INT64_MIN}};
    bool more = true;
    struct err *e = NULL;

    if (after != NULL)
        key = *after;
    *n = 0;
    while (e == NULL && more && *n < max)
        e = read_some(db, until, owner, channel, &key, out, max, n, &more);
    return e;
}

struct err *db_remind_claim(struct db *db, struct db_reminder *r, int channel, int64_t batch, instant now,
                            bool *claimed)
{
    struct err *e = db_stmt_writing(db);

    r->batch = 0;
    if (e == NULL)
        e = db_stmt_one(db, SQL_REMIND_CLAIM, &r->batch, "iiiiiii", r->f.of, (int64_t)r->f.no,
                        (int64_t)r->step, r->recipient, (int64_t)channel, batch, now);
    *claimed = r->batch != 0;
    return e;
}

struct err *db_remind_mark(struct db *db, const struct db_reminder *r, int channel, instant now)
{
    struct err *e = db_stmt_writing(db);

    if (e != NULL)
        return e;
    return db_stmt_run(db, SQL_REMIND_MARK, "iiiiii", now, r->f.of, (int64_t)r->f.no, (int64_t)r->step,
                       r->recipient, (int64_t)channel);
}
