#include "store/db_cause.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_stmt.h"

struct err *db_cause_put(struct db *db, int64_t cause)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_CAUSE_PUT, "ii", cause, db->seq);
}

struct err *db_cause_known(struct db *db, int64_t cause, bool *known)
{
    int64_t found = 0;
    struct err *e = db_stmt_one(db, SQL_CAUSE_GET, &found, "i", cause);

    *known = found != 0;
    return e;
}

struct err *db_cause_learn(struct db *db, int64_t cause, int64_t words)
{
    struct err *e = db_stmt_writing(db);

    return e != NULL ? e : db_stmt_run(db, SQL_LESSON_ADD, "iii", cause, db->seq, words);
}

struct err *db_cause_lesson(struct db *db, int64_t cause, int64_t as_of, int64_t *words)
{
    *words = 0;
    return db_stmt_one(db, SQL_LESSON_AT, words, "ii", cause, as_of);
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
    struct err *e = db_stmt_bind(db, SQL_CAUSE_NAMES, &st, "i", (int64_t)max);

    *n = 0;
    return e != NULL ? e : db_stmt_texts(db, st, a, names, max, n);
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

/* --- lists ------------------------------------------------------------------------------------------------------- */

/* Takes the rows of a bound statement; the first column is the cause, or the number within `cause`. */
static struct err *entries(struct db *db, sqlite3_stmt *st, int64_t cause, struct arena *a,
                           struct db_cause_entry **out, size_t *n)
{
    struct db_cause_entry *all = NULL;
    size_t cap = 0;
    bool row = false;
    struct err *e = NULL;

    *n = 0;
    while ((e = db_stmt_step(db, st, &row)) == NULL && row) {
        all = mem_grow(all, &cap, *n + 1, sizeof *all);
        int64_t first = sqlite3_column_int64(st, 0);
        all[(*n)++] = (struct db_cause_entry){.no = cause != 0 ? (uint32_t)first : 0,
                                              .cause = cause != 0 ? cause : first,
                                              .seq = sqlite3_column_int64(st, 1),
                                              .at = sqlite3_column_int64(st, 2),
                                              .actor = sqlite3_column_int64(st, 3),
                                              .words = sqlite3_column_int64(st, 4),
                                              .since = sqlite3_column_int64(st, 5)};
    }
    *out = arena_alloc(a, (*n + 1) * sizeof **out);
    for (size_t i = 0; i < *n; i++)
        (*out)[i] = all[i];
    free(all);
    return e;
}

struct err *db_cause_list(struct db *db, int64_t as_of, struct arena *a, struct db_cause_entry **out,
                          size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_CAUSES, &st, "i", as_of);

    return e != NULL ? e : entries(db, st, 0, a, out, n);
}

struct err *db_cause_lessons(struct db *db, int64_t cause, int64_t as_of, struct arena *a,
                             struct db_cause_entry **out, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_LESSONS, &st, "ii", cause, as_of);

    return e != NULL ? e : entries(db, st, cause, a, out, n);
}

struct err *db_cause_fix_list(struct db *db, int64_t cause, int64_t as_of, struct arena *a,
                              struct db_cause_entry **out, size_t *n)
{
    sqlite3_stmt *st = NULL;
    struct err *e = db_stmt_bind(db, SQL_FIXES, &st, "ii", cause, as_of);

    return e != NULL ? e : entries(db, st, cause, a, out, n);
}
