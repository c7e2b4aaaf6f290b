#include "desk/course.h"

#include "desk/fields.h"

static void count(struct course *out, const struct complaint *c)
{
    if (c->voided) {
        out->merged += c->merged;
        out->voided += !c->merged;
        return;
    }
    if (out->matters++ == 0)
        out->first = c->received;
    out->open += c->status != STATUS_CLOSED;
    out->reopened += c->reopened;
    out->standing = standing_after(c);
    out->won_back = out->won_back || standing_came_difficult(c); /* so far: were they ever difficult */
}

static void pay(struct course *out, const struct person_matter *m)
{
    size_t i = 0;
    int64_t sum;
    struct err *e = m->amount.n > 0 ? fields_money(m->amount, &sum) : NULL;

    if (m->amount.n == 0 || e != NULL) {
        err_free(e);
        return;
    }
    while (i < out->nmoney && !str_eq(out->money[i].currency, m->currency))
        i++;
    if (i == out->nmoney)
        out->money[out->nmoney++] = (struct course_money){.currency = m->currency};
    out->money[i].sum += sum;
    out->money[i].matters++;
}

static void work(struct course *out, const struct person_matter *m)
{
    size_t i = 0;

    if (m->remedy.n == 0 || standing_after(&m->line.c) != STANDING_LOYAL)
        return;
    while (i < out->nworked && !str_eq(out->worked[i].remedy, m->remedy))
        i++;
    if (i == out->nworked)
        out->worked[out->nworked++] = (struct course_remedy){.remedy = m->remedy};
    out->worked[i].times++;
}

void course_of(const struct person *p, struct arena *a, struct course *out)
{
    *out = (struct course){.first = INSTANT_NONE, .standing = STANDING_NEUTRAL};
    out->money = arena_alloc(a, (p->nmatters + 1) * sizeof *out->money);
    out->worked = arena_alloc(a, (p->nmatters + 1) * sizeof *out->worked);
    for (size_t i = 0; i < p->nmatters; i++) {
        count(out, &p->matters[i].line.c);
        pay(out, &p->matters[i]);
        work(out, &p->matters[i]);
    }
    out->won_back = out->won_back && out->standing == STANDING_LOYAL;
}
