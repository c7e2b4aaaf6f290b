#include "rule/debt.h"

enum { YEAR = 365, DAYS_MAX = 36600 /* a century: no limitation period is longer */ };
#define SHARE (INT64_C(100000) * YEAR) /* thousandths of a percent, of a day */
#define RATE_MAX 1000000               /* 1000 %: so that no product leaves 64 bits */

static int64_t at_most(int64_t v)
{
    return v < DEBT_MAX ? v : DEBT_MAX;
}

static int64_t plus(int64_t a, int64_t b)
{
    return a < DEBT_MAX && b < DEBT_MAX ? at_most(a + b) : DEBT_MAX;
}

static int64_t paid_by(const struct debt *d, int64_t day)
{
    int64_t sum = 0;

    for (size_t i = 0; i < d->npayments; i++)
        if (d->payments[i].day <= day)
            sum = plus(sum, d->payments[i].amount);
    return sum;
}

static int64_t left_after(const struct debt *d, int64_t day)
{
    int64_t left = at_most(d->amount) - paid_by(d, day);

    return left > 0 ? left : 0;
}

static const struct debt_rate *in_force(const struct debt_terms *t, int64_t day)
{
    const struct debt_rate *best = NULL;

    for (size_t i = 0; i < t->n; i++) {
        const struct debt_rate *r = &t->rates[i];
        if (r->since <= day && day <= r->until && (best == NULL || r->since > best->since))
            best = r;
    }
    return best;
}

/* The first day at or behind `day` on which another entry may hold, or `to` + 1. */
static int64_t next_change(const struct debt_terms *t, int64_t day, int64_t to)
{
    int64_t next = to + 1;

    for (size_t i = 0; i < t->n; i++) {
        const struct debt_rate *r = &t->rates[i];
        if (r->since > day && r->since < next)
            next = r->since;
        if (r->until >= day && r->until < next - 1)
            next = r->until + 1;
    }
    return next;
}

struct debt_piece debt_next(const struct debt *d, const struct debt_terms *t, int64_t from, int64_t to)
{
    struct debt_piece p = {.from = from, .to = to, .left = left_after(d, from)};
    const struct debt_rate *first = in_force(t, d->due + 1);

    for (size_t i = 0; i < d->npayments; i++)
        if (d->payments[i].day > from && d->payments[i].day < p.to)
            p.to = d->payments[i].day;
    p.rate = first;
    if (first == NULL || first->by_day) {
        p.rate = in_force(t, from + 1);
        if (p.rate != NULL && !p.rate->by_day) /* for debts that began later */
            p.rate = NULL;
        p.to = next_change(t, from + 1, p.to) - 1;
    }
    return p;
}

/* An exact share: `whole` hundredths and `part` of SHARE. */
struct share {
    int64_t whole, part;
};

static void add(struct share *s, const struct debt_piece *p)
{
    int64_t days = p->to - p->from;

    if (p->rate == NULL || p->rate->rate <= 0)
        return;
    if (days > DAYS_MAX)
        days = DAYS_MAX;
    int64_t times = days * (p->rate->rate < RATE_MAX ? p->rate->rate : RATE_MAX); /* at most 3.7e10 */
    int64_t q = p->left / SHARE, r = p->left % SHARE;                             /* 2.8e7, 3.7e7 */
    int64_t rest = r * times;                                                     /* 1.4e18 */
    s->whole = plus(s->whole, at_most(q * times));                                /* 1.1e18 */
    s->whole = plus(s->whole, rest / SHARE);
    s->part += rest % SHARE;
    s->whole = plus(s->whole, s->part / SHARE);
    s->part %= SHARE;
}

static int64_t rounded(const struct share *s)
{
    return plus(s->whole, s->part * 2 >= SHARE ? 1 : 0);
}

int64_t debt_interest(const struct debt_piece *p)
{
    struct share s = {0, 0};

    add(&s, p);
    return rounded(&s);
}

static int64_t fixed_sum(const struct debt_rate *r, int64_t size)
{
    const struct debt_fixed *best = NULL;

    for (size_t i = 0; r != NULL && i < r->nfixed; i++)
        if (r->fixed[i].from <= size && (best == NULL || r->fixed[i].from > best->from))
            best = &r->fixed[i];
    return best != NULL ? at_most(best->sum) : 0;
}

struct debt_sum debt_reckon(const struct debt *d, const struct debt_terms *t, int64_t day)
{
    struct debt_sum s = {.paid = paid_by(d, day), .left = left_after(d, day)};
    int64_t size = left_after(d, d->due);
    struct share interest = {0, 0};

    if (day > d->due && size > 0) {
        s.days = day - d->due;
        s.fixed = fixed_sum(in_force(t, d->due + 1), size);
        for (int64_t from = d->due; from < day;) {
            struct debt_piece p = debt_next(d, t, from, day);
            if (p.left == 0) {
                s.days = p.from - d->due;
                break;
            }
            add(&interest, &p);
            from = p.to;
        }
        s.interest = rounded(&interest);
    }
    s.owed = plus(plus(at_most(d->amount), s.interest), s.fixed) - s.paid;
    if (s.owed < 0)
        s.owed = 0;
    return s;
}
