#include "store/db_before.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_merged.h"
#include "store/db_stmt.h"

enum { LOOK_EVERY = 64 }; /* at the clock */

/* An earlier complaint that somebody asked about. */
struct pair {
    int64_t id;
    struct db_before_ask *ask;
    bool oldest; /* of those that count */
};

struct many {
    struct db *db;
    struct db_before_ask **ask; /* by customer */
    size_t n, most;
    int64_t hold;
    struct pair *pair;
    size_t npairs, cap;
};

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int by_customer(const void *p, const void *q)
{
    const struct db_before_ask *a = *(struct db_before_ask *const *)p, *b = *(struct db_before_ask *const *)q;
    int d = compare(a->customer, b->customer);

    return d != 0 ? d : compare(a->id, b->id);
}

static int by_id(const void *p, const void *q)
{
    return compare(((const struct pair *)p)->id, ((const struct pair *)q)->id);
}

static bool time_is_up(const struct many *m, size_t i)
{
    return i % LOOK_EVERY == 0 && db_held(m->db) >= m->hold;
}

static struct err *is_one(struct db *db, int64_t customer, bool *yes)
{
    struct arena *a = arena_new();
    subject *who;
    size_t n = 0;
    struct err *e = db_merged_same(db, -customer, DB_NOW, a, &who, &n);

    *yes = n == 1;
    arena_free(a);
    return e;
}

/* The numbers of the earlier ones: an index read. */
static struct err *find(struct many *m, struct db_before_ask *ask)
{
    sqlite3_stmt *st = NULL;
    size_t first = m->npairs;
    bool row = true;
    struct err *e =
        db_stmt_bind(m->db, SQL_BEFORE_FIND, &st, "iii", ask->customer, ask->id, (int64_t)m->most);

    while (e == NULL && (e = db_stmt_step(m->db, st, &row)) == NULL && row) {
        m->pair = mem_grow(m->pair, &m->cap, m->npairs + 1, sizeof *m->pair);
        m->pair[m->npairs++] = (struct pair){sqlite3_column_int64(st, 0), ask, false};
    }
    ask->all = m->npairs - first < m->most;
    if (e == NULL && !ask->all)
        return db_stmt_one(m->db, SQL_COMPLAINT_FIRST, &ask->before.first, "ii", ask->customer, ask->id);
    if (m->npairs > first)
        m->pair[m->npairs - 1].oldest = true;
    return e;
}

static struct err *find_all(struct many *m)
{
    struct err *e = NULL;

    for (size_t i = 0; i < m->n && e == NULL && !time_is_up(m, i); i++) {
        struct db_before_ask *ask = m->ask[i];
        if ((e = is_one(m->db, ask->customer, &ask->known)) == NULL && ask->known)
            e = find(m, ask);
    }
    return e;
}

/* The pairs p[0] to p[n-1] are of one complaint. */
static struct err *tell(struct db *db, struct pair *p, size_t n)
{
    sqlite3_stmt *st = NULL;
    int64_t steps = -1;
    bool row = false;
    struct err *e = db_stmt_bind(db, SQL_BEFORE_ROW, &st, "i", p->id);

    if (e != NULL || (e = db_stmt_step(db, st, &row)) != NULL || !row)
        return e;
    instant received = sqlite3_column_int64(st, 0);
    bool counts = sqlite3_column_int64(st, 1) == 0;
    db_stmt_end(st);
    for (size_t i = 0; i < n && e == NULL; i++) {
        struct db_before_ask *ask = p[i].ask;
        if (p[i].oldest)
            ask->before.first = received;
        if (!counts || received < ask->since)
            continue;
        if (steps < 0)
            e = db_stmt_one(db, SQL_BEFORE_STEPS, &steps, "i", p->id);
        ask->before.n++;
        ask->before.escalated += steps;
    }
    return e;
}

static struct err *tell_all(struct many *m)
{
    struct err *e = NULL;
    size_t i = 0, n;

    for (size_t k = 0; i < m->npairs && e == NULL && !time_is_up(m, k); i += n, k++) {
        for (n = 1; i + n < m->npairs && m->pair[i + n].id == m->pair[i].id;)
            n++;
        e = tell(m->db, m->pair + i, n);
    }
    for (; i < m->npairs; i++)
        m->pair[i].ask->known = false;
    return e;
}

struct err *db_before_many(struct db *db, struct db_before_ask *asks, size_t n, size_t most, int64_t hold)
{
    struct many m = {
        .db = db, .ask = mem_array(NULL, n + 1, sizeof *m.ask), .n = n, .most = most, .hold = hold};

    for (size_t i = 0; i < n; i++) {
        asks[i].known = false;
        asks[i].before = (struct db_before){.first = INSTANT_NONE};
        m.ask[i] = &asks[i];
    }
    qsort(m.ask, n, sizeof *m.ask, by_customer);
    struct err *e = find_all(&m);
    if (m.npairs > 0)
        qsort(m.pair, m.npairs, sizeof *m.pair, by_id);
    if (e == NULL)
        e = tell_all(&m);
    free(m.pair);
    free(m.ask);
    return e;
}
