#include "store/db_cause.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_stmt.h"

struct err *db_cause_put(struct db *db, int64_t cause, int64_t lesson)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_CAUSE_PUT, "iii", cause, db->seq, lesson);
}

struct err *db_cause_get(struct db *db, int64_t cause, bool *known, int64_t *lesson)
{
    int64_t found = -1;
    struct err *e = db_stmt_one(db, SQL_CAUSE_GET, &found, "i", cause);

    *known = found >= 0;
    *lesson = found > 0 ? found : 0;
    return e;
}

struct err *db_cause_fix(struct db *db, int64_t cause, instant since, int64_t words, uint32_t *no)
{
    int64_t made = 0;
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = db_stmt_one(db, SQL_FIX_ADD, &made, "iiii", cause, db->seq, since, words);
    *no = (uint32_t)made;
    return e;
}

struct err *db_cause_fixed(struct db *db, int64_t cause, instant t, struct db_fix *fix)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_FIX_AT, &st, "ii", cause, t);

    *fix = (struct db_fix){.since = INSTANT_NONE};
    if (e == NULL)
        e = db_stmt_step(db, st, &row);
    if (e == NULL && row) {
        *fix = (struct db_fix){(uint32_t)sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
                               sqlite3_column_int64(st, 2)};
        db_stmt_end(st);
    }
    return e;
}

struct err *db_cause_names(struct db *db, struct arena *a, const char **names, size_t max, size_t *n)
{
    sqlite3_stmt *st = NULL;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_CAUSE_NAMES, &st, "i", (int64_t)max);

    *n = 0;
    while (e == NULL && *n < max) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            return e;
        names[(*n)++] = db_stmt_copy(st, 0, a).p;
    }
    if (e == NULL)
        db_stmt_end(st);
    return e;
}

struct err *db_cause_fixes(struct db *db, int64_t as_of, struct arena *a, struct db_cause_since **out,
                           size_t *n)
{
    struct db_cause_since *all = NULL;
    sqlite3_stmt *st = NULL;
    size_t cap = 0;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_FIX_FIRST, &st, "i", as_of);

    *n = 0;
    while (e == NULL && (e = db_stmt_step(db, st, &row)) == NULL && row) {
        if (*n == cap)
            all = mem_grow(all, &cap, *n + 1, sizeof *all);
        all[(*n)++] = (struct db_cause_since){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1)};
    }
    *out = arena_alloc(a, (*n + 1) * sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = all[i];
    free(all);
    return e;
}
