#include "policy/fill_debt.h"

#include "policy/fill_get.h"
#include "policy/setvalue.h"

static void fixed(struct arena *a, struct policy_errors *errors, const struct tree *map, struct debt_rate *r)
{
    struct debt_fixed *f;

    if (map == NULL)
        return;
    f = arena_alloc(a, (map->n + 1) * sizeof *f);
    r->fixed = f;
    r->nfixed = map->n;
    for (const struct tree *t = map->child; t != NULL; t = t->next, f++)
        if (!setvalue_to_money(t->key, &f->from) || !setvalue_to_money(t->text, &f->sum))
            policy_errors_add(errors, t->line, t->col, "this is no amount");
}

static void rate(struct policy_errors *errors, const struct tree *t, int32_t *out)
{
    const struct tree *of = fill_get(t, "rate");

    if (of == NULL)
        policy_errors_add(errors, t->key_line, t->key_col, "\"%s\" has no \"rate\"; add it", t->key.p);
    else if (!setvalue_to_percent(of->text, out))
        policy_errors_add(errors, of->line, of->col, "this is no rate");
}

struct debt_terms fill_debt_terms(struct arena *a, struct policy_errors *errors, const struct tree *map)
{
    struct debt_rate *all = arena_alloc(a, (map->n + 1) * sizeof *all), *r = all;

    for (const struct tree *t = map->child; t != NULL; t = t->next, r++) {
        *r = (struct debt_rate){.name = t->key.p,
                                .since = fill_get_day(t, "since", INT64_MIN),
                                .until = fill_get_day(t, "until", INT64_MAX),
                                .by_day = str_is(str_of(fill_get_text(t, "by-day", "no")), "yes"),
                                .source = fill_get_text(t, "source", ""),
                                .checked = fill_get_text(t, "checked", "")};
        if (r->since > r->until)
            policy_errors_add(errors, t->key_line, t->key_col, "\"until\" lies before \"since\"");
        rate(errors, t, &r->rate);
        fixed(a, errors, fill_get(t, "fixed"), r);
    }
    return (struct debt_terms){all, map->n};
}
