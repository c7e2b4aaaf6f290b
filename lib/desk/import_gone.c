#include "desk/import_gone.h"

#include <stdlib.h>

#include "base/mem.h"
#include "store/db_customer.h"
#include "store/db_event.h"

enum { PAGE = 500 };

struct import_gone {
    struct db *db;
    struct event *ev; /* by when they happened */
    size_t n, cap;
    bool read;
};

struct import_gone *import_gone_new(struct db *db)
{
    struct import_gone *g = mem_zero(sizeof *g);

    g->db = db;
    return g;
}

void import_gone_free(struct import_gone *g)
{
    if (g == NULL)
        return;
    free(g->ev);
    free(g);
}

static int by_time(const void *a, const void *b)
{
    const struct event *p = a, *q = b;

    return (p->happened > q->happened) - (p->happened < q->happened);
}

static struct err *add(struct import_gone *g, int64_t customer)
{
    struct arena *a = arena_new();
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(g->db, -customer, DB_NOW, a, &ev, &n);

    for (size_t i = 0; e == NULL && i < n; i++) {
        if (ev[i].happened >= ev[i].recorded)
            continue;
        g->ev = mem_grow(g->ev, &g->cap, g->n + 1, sizeof *g->ev);
        g->ev[g->n++] = ev[i];
    }
    arena_free(a);
    return e;
}

static struct err *read_all(struct import_gone *g)
{
    int64_t ids[PAGE], after = 0;
    size_t n = 1;
    struct err *e = NULL;

    while (e == NULL && n > 0) {
        e = db_customer_erased(g->db, after, ids, PAGE, &n);
        for (size_t i = 0; e == NULL && i < n; i++)
            e = add(g, after = ids[i]);
    }
    if (g->n > 1)
        qsort(g->ev, g->n, sizeof *g->ev, by_time);
    g->read = true;
    return e;
}

/* The first one that happened then, or later. */
static size_t first_at(const struct import_gone *g, instant happened)
{
    size_t from = 0, end = g->n;

    while (from < end) {
        size_t mid = from + (end - from) / 2;
        if (g->ev[mid].happened < happened)
            from = mid + 1;
        else
            end = mid;
    }
    return from;
}

struct err *import_gone_had(struct import_gone *g, const struct event *ev, bool *had)
{
    struct err *e = g->read ? NULL : read_all(g);

    *had = false;
    for (size_t i = first_at(g, ev->happened); i < g->n && g->ev[i].happened == ev->happened; i++)
        *had = *had || (g->ev[i].kind == ev->kind && g->ev[i].code == ev->code && g->ev[i].num == ev->num);
    return e;
}
