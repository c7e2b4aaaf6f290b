#include "desk/report_came.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/report.h"
#include "rule/standing.h"
#include "store/db_merged.h"
#include "store/db_walk.h"

enum { SECONDS = REPORT_REPEAT_DAYS * 86400 };

/* A complaint of a customer whose numbers are mixed. */
struct one {
    instant received;
    uint32_t customer, id;
    bool difficult;
};

struct report_came {
    uint32_t *last; /* by customer: when their last complaint came, shortened() */
    size_t n;
    instant epoch; /* of these: 1970, or as early as a repeat can need */
    int coarse;    /* and their unit is 2 to this power seconds: one, unless the time is over a century */
    struct db_bits difficult; /* customers who were */
    struct db_bits mixed;     /* customers whose complaints are not numbered as they came */
    bool sorted;              /* what they are told is in these, by complaint: */
    struct db_bits again, hard;
    struct one *all; /* while they are read */
    size_t n_all, cap_all;
    struct db_merged_map merged;
};

struct report_came *report_came_new(instant from, instant to)
{
    struct report_came *p = mem_zero(sizeof *p);

    p->epoch = from - SECONDS < 0 ? from - SECONDS : 0;
    while ((to - p->epoch) >> p->coarse >= UINT32_MAX)
        p->coarse++;
    return p;
}

void report_came_free(struct report_came *p)
{
    db_bits_free(&p->difficult);
    db_bits_free(&p->mixed);
    db_bits_free(&p->again);
    db_bits_free(&p->hard);
    free(p->last);
    free(p);
}

/* --- in the order of numbers ------------------------------------------------------------------------------------- */

/* In half the memory, over which a pass strays.  0: none, or too early to matter. */
static uint32_t shortened(const struct report_came *p, instant t)
{
    instant n = ((t - p->epoch) >> p->coarse) + 1;

    return t < p->epoch ? 0 : n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

/* Notes that the customer came. */
static bool comes_again(struct report_came *p, int64_t customer, instant received)
{
    size_t i = (size_t)customer, old = p->n;
    uint32_t came = shortened(p, received);

    if (i >= old) {
        p->last = mem_grow(p->last, &p->n, i + 1, sizeof *p->last);
        memset(p->last + old, 0, (p->n - old) * sizeof *p->last);
    }
    uint32_t before = p->last[i];
    p->last[i] = came;
    if (before > came)
        db_bits_add(&p->mixed, customer);
    return before != 0 && before <= came && (instant)(came - before) << p->coarse < SECONDS;
}

struct report_came_how report_came(struct report_came *p, int64_t customer, const struct complaint *c)
{
    if (p->sorted && db_bits_has(&p->mixed, customer))
        return (struct report_came_how){db_bits_has(&p->again, c->id), db_bits_has(&p->hard, c->id)};
    if (standing_came_difficult(c))
        db_bits_add(&p->difficult, customer);
    return (struct report_came_how){comes_again(p, customer, c->received),
                                    db_bits_has(&p->difficult, customer)};
}

void report_came_soon(const struct report_came *p, int64_t customer)
{
    size_t i = (size_t)customer;

    if (i < p->n)
        __builtin_prefetch(&p->last[i], 1);
}

/* --- in the order of time ---------------------------------------------------------------------------------------- */

bool report_came_mixed(const struct report_came *p)
{
    return p->mixed.count > 0;
}

static struct err *collect(void *context, const struct db_walk_row *row)
{
    struct report_came *p = context;
    const struct complaint *c = row->at[0];

    if (c == NULL || c->voided)
        return NULL;
    int64_t customer = -db_merged_map_root(&p->merged, -c->customer);
    if (!db_bits_has(&p->mixed, customer))
        return NULL;
    p->all = mem_grow(p->all, &p->cap_all, p->n_all + 1, sizeof *p->all);
    p->all[p->n_all++] =
        (struct one){c->received, (uint32_t)customer, (uint32_t)c->id, standing_came_difficult(c)};
    return NULL;
}

static int by_time(const void *a, const void *b)
{
    const struct one *x = a, *y = b;

    if (x->customer != y->customer)
        return x->customer < y->customer ? -1 : 1;
    if (x->received != y->received)
        return x->received < y->received ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static void tell_all(struct report_came *p)
{
    bool difficult = false;

    if (p->n_all > 0)
        qsort(p->all, p->n_all, sizeof *p->all, by_time);
    for (size_t i = 0; i < p->n_all; i++) {
        const struct one *one = &p->all[i];
        bool same = i > 0 && one[-1].customer == one->customer;
        difficult = (same && difficult) || one->difficult;
        if (same && one->received - one[-1].received < SECONDS)
            db_bits_add(&p->again, one->id);
        if (difficult)
            db_bits_add(&p->hard, one->id);
    }
}

struct err *report_came_sort(struct report_came *p, struct desk *d, int64_t as_of)
{
    const int64_t at[DB_WALK_AT] = {as_of, as_of, as_of};
    struct db_walk_wants wants = {DB_WALK_ROWS, DB_WALK_ENDED, DB_WALK_FIGURES};
    struct err *e = db_merged_map(d->db, as_of, &p->merged);

    if (e == NULL)
        e = db_walk(d->db, at, wants, collect, p);
    if (e == NULL)
        tell_all(p);
    db_merged_map_free(&p->merged);
    free(p->all);
    p->all = NULL;
    p->n_all = p->cap_all = 0;
    p->sorted = true;
    /* The next pass begins anew with the others. */
    if (p->n > 0)
        memset(p->last, 0, p->n * sizeof *p->last);
    db_bits_free(&p->difficult);
    return e;
}
