#include "desk/prove_debt.h"

#include "base/civil.h"
#include "base/zone.h"
#include "desk/owed.h"

struct proving {
    struct desk *desk;
    const struct event *ev;
    struct owed o;
    struct arena *a;
    prove_tell *tell;
    void *context;
};

/* The start of a local day. */
static instant start_of(const struct proving *p, int64_t day)
{
    struct civil c = civil_of_day(day);
    enum zone_fit fit;

    return zone_instant(p->desk->policy->zone, &c, ZONE_FIRST, &fit);
}

/* From the end of one day to the end of another. */
static struct err *put(struct proving *p, const char *class, int64_t from, int64_t to, uint32_t event,
                       const char *text)
{
    struct prove_line line = {.f = {.of = p->ev[0].of},
                              .row = PROVE_DEBT,
                              .class = class,
                              .from = start_of(p, from + 1),
                              .to = start_of(p, to + 1),
                              .seconds = -1,
                              .event = event,
                              .entered = event > 0 ? p->ev[event - 1].recorded : INSTANT_NONE,
                              .text = text};

    /* cppcheck-suppress returnDanglingLifetime ; an error keeps no line */
    return p->tell(p->context, &line);
}

static const char *money(const struct proving *p, int64_t sum)
{
    return owed_money(&p->o, sum, p->a).p;
}

static const char *named(const struct proving *p, const struct debt_rate *r)
{
    return arena_printf(p->a, "%s%s%s%s%s", r->name, r->source[0] != '\0' ? "; " : "", r->source,
                        r->checked[0] != '\0' ? "; checked " : "", r->checked);
}

static struct err *interest(struct proving *p, const struct debt_terms *t)
{
    struct err *e = NULL;

    for (int64_t from = p->o.debt.due; from < p->o.today && e == NULL;) {
        struct debt_piece piece = debt_next(&p->o.debt, t, from, p->o.today);
        from = piece.to;
        if (piece.left == 0)
            break;
        if (piece.rate == NULL)
            continue;
        e = put(p, "interest", piece.from, piece.to, 0,
                arena_printf(p->a, "%s: %lld days of %d.%03d %% on %s; %s", money(p, debt_interest(&piece)),
                             (long long)(piece.to - piece.from), (int)(piece.rate->rate / 1000),
                             (int)(piece.rate->rate % 1000), money(p, piece.left), named(p, piece.rate)));
    }
    return e;
}

static struct err *sums(struct proving *p)
{
    const struct debt_sum *s = &p->o.sum;
    struct err *e = NULL;

    if (s->fixed > 0)
        e = put(p, "fixed", p->o.debt.due, p->o.debt.due + 1, 0, money(p, s->fixed));
    return e != NULL ? e
                     : put(p, "owed", p->o.debt.due, p->o.today, 0,
                           arena_printf(p->a, "%s: %s of the invoice, %s interest, %s fixed, less %s paid",
                                        money(p, s->owed), money(p, p->o.debt.amount), money(p, s->interest),
                                        money(p, s->fixed), money(p, s->paid)));
}

struct err *prove_debt(struct desk *d, const struct event *ev, size_t n, struct arena *a, prove_tell *tell,
                       void *context, bool *told)
{
    struct proving p = {.desk = d, .ev = ev, .a = a, .tell = tell, .context = context};
    struct debt_terms terms = owed_terms(d);
    struct err *e = owed_fold(d, ev, n, d->place->now, a, &p.o);

    *told = e == NULL && p.o.known && p.o.has_due;
    if (!*told)
        return e;
    e = put(&p, "invoice", p.o.debt.due, p.o.debt.due, p.o.amount_event, owed_text(&p.o, a).p);
    for (size_t i = 0; i < p.o.debt.npayments && e == NULL; i++)
        e = put(&p, "payment", p.o.debt.payments[i].day - 1, p.o.debt.payments[i].day, p.o.payment[i],
                money(&p, p.o.debt.payments[i].amount));
    if (e == NULL)
        e = interest(&p, &terms);
    return e != NULL ? e : sums(&p);
}
