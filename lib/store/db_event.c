#include "store/db_event.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_row.h"
#include "store/db_stmt.h"

struct err *db_event_add(struct db *db, const struct event *ev)
{
    struct err *e = db_stmt_writing(db);

    if (e == NULL && db->touched != ev->of)
        e = db_stmt_run(db, SQL_TOUCH, "ii", db->seq, ev->of);
    if (e != NULL)
        return e;
    db->touched = ev->of;
    return db_stmt_run(db, SQL_EVENT_ADD, "iiiiiiiiiii", ev->of, (int64_t)ev->no, ev->seq, ev->happened,
                       (int64_t)ev->kind, (int64_t)ev->flags, (int64_t)ev->code, (int64_t)ev->ref, ev->num,
                       ev->who, ev->words);
}

/* All rows of a bound statement, in the arena. */
static struct err *collect(struct db *db, sqlite3_stmt *st, struct arena *a, struct event **evs, size_t *n)
{
    struct event *all = NULL;
    size_t cap = 0;
    bool row = true;
    struct err *e = NULL;

    while (e == NULL) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        all = mem_grow(all, &cap, *n + 1, sizeof *all);
        db_row_event(st, &all[(*n)++]);
    }
    *evs = arena_alloc(a, (*n + 1) * sizeof **evs);
    for (size_t i = 0; all != NULL && i < *n; i++)
        (*evs)[i] = all[i];
    free(all);
    return e;
}

struct err *db_event_list(struct db *db, subject of, int64_t as_of, struct arena *a, struct event **evs,
                          size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_EVENT_LIST, &st, "ii", of, as_of);

    *evs = NULL;
    *n = 0;
    return e != NULL ? e : collect(db, st, a, evs, n);
}

struct err *db_event_get(struct db *db, subject of, uint32_t no, struct event *ev)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_EVENT_GET, &st, "ii", of, (int64_t)no);

    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL)
        return e;
    if (!row)
        return err_new(ERR_NOINPUT, NULL, "there is no event %s%lld@%u", of < 0 ? "c" : "",
                       (long long)(of < 0 ? -of : of), (unsigned)no);
    db_row_event(st, ev);
    db_stmt_end(st);
    return NULL;
}

struct err *db_event_last_by(struct db *db, int64_t actor, int64_t before, struct arena *a,
                             struct db_done *out)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_TX_LAST_BY, &st, "iii", actor, before, (int64_t)EVENT_HANDED);

    *out = (struct db_done){0};
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e != NULL || !row)
        return e;
    out->seq = sqlite3_column_int64(st, 0);
    out->policy = sqlite3_column_int64(st, 1) != 0;
    out->lesson = sqlite3_column_int64(st, 2) != 0;
    out->seal = sqlite3_column_int64(st, 3) != 0;
    db_stmt_end(st);
    e = db_stmt_bind(db, SQL_EVENT_OF_TX, &st, "i", out->seq);
    return e != NULL ? e : collect(db, st, a, &out->ev, &out->n);
}
