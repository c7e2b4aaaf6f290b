#include "desk/report_came.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/report.h"
#include "rule/standing.h"
#include "store/db_merged.h"
#include "store/db_walk.h"

enum { PERIODS = 2, SECONDS = REPORT_REPEAT_DAYS * 86400 };

/* What there is to know of a complaint, and then of a customer by their last one. */
enum {
    DIFFICULT = 1, /* it, or one before it, shows a difficult customer */
    EARLY = 2,     /* it came before the period asked for */
    COUNTS = 4,    /* and on, by period: it was open at its end, or closed in it */
    LOYAL = 16     /* and on: closed in it with a yes */
};

struct one {
    instant received;
    uint32_t customer, id, owner;
    uint8_t flags;
};

struct customer {
    uint32_t last; /* when their last complaint came, shortened() */
    uint32_t id, owner;
    uint8_t flags;
};

struct report_came {
    instant from[PERIODS], to[PERIODS];
    struct customer *all; /* by number */
    size_t n;
    instant epoch; /* of `last`: 1970, or as early as a repeat can need */
    int coarse;    /* and its unit is 2 to this power seconds: one, unless the time is over a century */
    report_came_stands *stands;
    void *context;
    struct db_bits mixed; /* customers whose complaints are not numbered as they came */
    bool sorted;          /* these are: */
    struct one *ones;
    size_t n_ones, cap_ones;
    struct db_bits again; /* and these of them are repeats */
    struct db_merged_map merged;
};

struct report_came *report_came_new(const instant from[2], const instant to[2])
{
    struct report_came *p = mem_zero(sizeof *p);

    for (int i = 0; i < PERIODS; i++) {
        p->from[i] = from[i];
        p->to[i] = to[i];
    }
    p->epoch = from[1] - SECONDS < 0 ? from[1] - SECONDS : 0;
    while ((to[0] - p->epoch) >> p->coarse >= UINT32_MAX)
        p->coarse++;
    return p;
}

void report_came_free(struct report_came *p)
{
    db_bits_free(&p->mixed);
    db_bits_free(&p->again);
    free(p->all);
    free(p->ones);
    free(p);
}

/* --- one complaint after the other ------------------------------------------------------------------------------- */

/* In half the memory, over which a pass strays.  0: none, or too early to matter. */
static uint32_t shortened(const struct report_came *p, instant t)
{
    instant n = ((t - p->epoch) >> p->coarse) + 1;

    return t < p->epoch ? 0 : n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

static uint8_t flags_of(const struct report_came *p, const struct complaint *c)
{
    int flags = (standing_came_difficult(c) ? DIFFICULT : 0) | (c->received < p->to[1] ? EARLY : 0);

    for (int i = 0; i < PERIODS; i++) {
        bool ended = c->status == STATUS_CLOSED && c->closed < p->to[i];
        if (!ended || c->closed >= p->from[i])
            flags |= COUNTS << i | (ended && c->satisfied ? LOYAL << i : 0);
    }
    return (uint8_t)flags;
}

static struct one one_of(const struct report_came *p, int64_t customer, const struct complaint *c)
{
    return (struct one){c->received, (uint32_t)customer, (uint32_t)c->id, (uint32_t)c->owner, flags_of(p, c)};
}

static void stands(const struct report_came *p, int period, uint32_t customer, const struct customer *s)
{
    struct complaint last = {.id = s->id, .customer = customer, .owner = s->owner};

    if ((s->flags & DIFFICULT) != 0 && (s->flags & COUNTS << period) != 0)
        p->stands(p->context, period, &last, (s->flags & LOYAL << period) != 0);
}

static struct customer *customer_at(struct report_came *p, size_t i)
{
    size_t old = p->n;

    if (i >= old) {
        p->all = mem_grow(p->all, &p->n, i + 1, sizeof *p->all);
        memset(p->all + old, 0, (p->n - old) * sizeof *p->all);
    }
    return &p->all[i];
}

/* The next one of this customer: of what was their last, it is known now whether it was in the period before. */
static bool comes(struct report_came *p, const struct one *one)
{
    struct customer *s = customer_at(p, one->customer);
    uint32_t came = shortened(p, one->received), before = s->last;

    if ((s->flags & EARLY) != 0 && (one->flags & EARLY) == 0)
        stands(p, 1, one->customer, s);
    if (before > came)
        db_bits_add(&p->mixed, one->customer);
    *s = (struct customer){came, one->id, one->owner, (uint8_t)(one->flags | (s->flags & DIFFICULT))};
    return before != 0 && before <= came && (instant)(came - before) << p->coarse < SECONDS;
}

void report_came_begin(struct report_came *p, report_came_stands *tell, void *context)
{
    p->stands = tell;
    p->context = context;
    if (p->n > 0)
        memset(p->all, 0, p->n * sizeof *p->all);
    for (size_t i = 0; i < p->n_ones; i++)
        if (comes(p, &p->ones[i]))
            db_bits_add(&p->again, p->ones[i].id);
}

bool report_came(struct report_came *p, int64_t customer, const struct complaint *c)
{
    if (c->received >= p->to[0])
        return false;
    if (p->sorted && db_bits_has(&p->mixed, customer))
        return db_bits_has(&p->again, c->id);
    struct one one = one_of(p, customer, c);
    return comes(p, &one);
}

void report_came_end(struct report_came *p)
{
    for (size_t i = 0; i < p->n; i++)
        for (int period = 0; period < PERIODS && p->all[i].id != 0; period++)
            if (period == 0 || (p->all[i].flags & EARLY) != 0)
                stands(p, period, (uint32_t)i, &p->all[i]);
}

void report_came_soon(const struct report_came *p, int64_t customer)
{
    size_t i = (size_t)customer;

    if (i < p->n)
        __builtin_prefetch(&p->all[i], 1);
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

    if (c == NULL || c->voided || c->received >= p->to[0])
        return NULL;
    int64_t customer = -db_merged_map_root(&p->merged, -c->customer);
    if (!db_bits_has(&p->mixed, customer))
        return NULL;
    p->ones = mem_grow(p->ones, &p->cap_ones, p->n_ones + 1, sizeof *p->ones);
    p->ones[p->n_ones++] = one_of(p, customer, c);
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

struct err *report_came_sort(struct report_came *p, struct desk *d, int64_t as_of)
{
    const int64_t at[DB_WALK_AT] = {as_of, as_of, as_of};
    struct db_walk_wants wants = {DB_WALK_ROWS, DB_WALK_ENDED, DB_WALK_FIGURES};
    struct err *e = db_merged_map(d->db, as_of, &p->merged);

    if (e == NULL)
        e = db_walk(d->db, at, wants, collect, p);
    if (p->n_ones > 0)
        qsort(p->ones, p->n_ones, sizeof *p->ones, by_time);
    db_merged_map_free(&p->merged);
    p->sorted = true;
    return e;
}
