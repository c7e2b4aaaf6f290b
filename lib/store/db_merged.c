#include "store/db_merged.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_stmt.h"

enum { FAR = 1000 }; /* merges in a row that are followed: more is a circle */

/* The store's `to_seq` of what still stands is DB_NOW, and no transaction has that number. */
static int64_t before_now(int64_t as_of)
{
    return as_of < DB_NOW ? as_of : DB_NOW - 1;
}

/* Most desks have merged nothing: asked once for each state of the store that is looked at. */
static struct err *any(struct db *db, bool *yes)
{
    bool steady = db->in_tx || db->pages > 0;
    int64_t found = db->merges == DB_MERGES_SOME;
    struct err *e = NULL;

    if (!steady || db->merges == DB_MERGES_UNKNOWN)
        e = db_stmt_one(db, SQL_MERGED_ANY, &found, "");
    db->merges = e != NULL || !steady ? DB_MERGES_UNKNOWN : found != 0 ? DB_MERGES_SOME : DB_MERGES_NONE;
    *yes = found != 0;
    return e;
}

struct err *db_merged_set(struct db *db, subject of, subject into)
{
    struct err *e = db_stmt_writing(db);

    if (e == NULL)
        e = db_stmt_run(db, SQL_MERGED_END, "iii", db->seq, of, DB_NOW);
    if (e == NULL && into != 0)
        e = db_stmt_run(db, SQL_MERGED_ADD, "iiii", of, db->seq, into, DB_NOW);
    db->merges = DB_MERGES_UNKNOWN;
    return e;
}

static struct err *direct(struct db *db, subject of, int64_t as_of, subject *into)
{
    *into = 0;
    return db_stmt_one(db, SQL_MERGED_INTO, into, "ii", of, before_now(as_of));
}

struct err *db_merged_into(struct db *db, subject of, int64_t as_of, subject *into)
{
    bool some;
    struct err *e = any(db, &some);

    *into = 0;
    return e != NULL || !some ? e : direct(db, of, as_of, into);
}

struct err *db_merged_root(struct db *db, subject of, int64_t as_of, subject *root)
{
    subject next = of;
    bool some;
    struct err *e = any(db, &some);

    *root = of;
    for (int i = 0; e == NULL && some && next != 0 && i < FAR; i++) {
        *root = next;
        e = direct(db, *root, as_of, &next);
    }
    if (e == NULL && some && next != 0)
        e = err_new(ERR_DATA, NULL, "%s%lld was merged in a circle; cust-log verify says more",
                    of < 0 ? "c" : "", (long long)(of < 0 ? -of : of));
    return e;
}

/* --- what went on in it ------------------------------------------------------------------------------------------ */

struct members {
    subject *v;
    size_t n, cap;
};

static void add(struct members *m, subject of)
{
    m->v = mem_grow(m->v, &m->cap, m->n + 1, sizeof *m->v);
    m->v[m->n++] = of;
}

static struct err *add_direct(struct db *db, subject into, int64_t as_of, struct members *m)
{
    sqlite3_stmt *st = NULL;
    bool row = true;
    struct err *e = db_stmt_bind(db, SQL_MERGED_OF, &st, "ii", into, before_now(as_of));

    while (e == NULL) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        add(m, sqlite3_column_int64(st, 0));
    }
    return e;
}

struct err *db_merged_members(struct db *db, subject of, int64_t as_of, struct arena *a, subject **out,
                              size_t *n)
{
    struct members m = {0};
    bool some;
    struct err *e = any(db, &some);

    add(&m, of);
    for (size_t i = 0; e == NULL && some && i < m.n; i++) {
        e = add_direct(db, m.v[i], as_of, &m);
        if (e == NULL && m.n > FAR * FAR)
            e = err_new(ERR_DATA, NULL, "merges go round in a circle; cust-log verify says more");
    }
    *n = m.n;
    *out = arena_alloc(a, m.n * sizeof **out);
    for (size_t i = 0; i < m.n; i++)
        (*out)[i] = m.v[i];
    free(m.v);
    return e;
}

struct err *db_merged_same(struct db *db, subject of, int64_t as_of, struct arena *a, subject **out,
                           size_t *n)
{
    subject root;
    struct err *e = db_merged_root(db, of, as_of, &root);

    *n = 0;
    *out = NULL;
    return e != NULL ? e : db_merged_members(db, root, as_of, a, out, n);
}

/* --- all of them ------------------------------------------------------------------------------------------------- */

struct err *db_merged_map(struct db *db, int64_t as_of, struct db_merged_map *out)
{
    sqlite3_stmt *st = NULL;
    size_t cap = 0;
    bool row = true;
    struct err *e = db_stmt_bind(db, SQL_MERGED_ALL, &st, "i", before_now(as_of));

    *out = (struct db_merged_map){0};
    while (e == NULL) {
        e = db_stmt_step(db, st, &row);
        if (e != NULL || !row)
            break;
        out->v = mem_grow(out->v, &cap, out->n + 1, sizeof *out->v);
        out->v[out->n++] = (struct db_merged_pair){sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1)};
    }
    return e;
}

static subject into(const struct db_merged_map *m, subject of)
{
    size_t lo = 0, hi = m->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (m->v[mid].of < of)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < m->n && m->v[lo].of == of ? m->v[lo].into : 0;
}

subject db_merged_map_root(const struct db_merged_map *m, subject of)
{
    subject next = m->n > 0 ? into(m, of) : 0;

    for (int i = 0; next != 0 && i < FAR; i++) {
        of = next;
        next = into(m, of);
    }
    return of;
}

void db_merged_map_free(struct db_merged_map *m)
{
    free(m->v);
    *m = (struct db_merged_map){0};
}
