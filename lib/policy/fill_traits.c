#include "policy/fill_traits.h"

#include "policy/fill_get.h"
#include "policy/setvalue.h"
#include "rule/deadline.h"

static int64_t seconds(struct policy_errors *errors, const struct tree *t)
{
    static const int64_t in[] = {[DEADLINE_MINUTES] = 60,
                                 [DEADLINE_HOURS] = 3600,
                                 [DEADLINE_DAYS] = 86400,
                                 [DEADLINE_WEEKS] = 604800,
                                 [DEADLINE_MONTHS] = 0};
    struct deadline_span s = {0, DEADLINE_MINUTES};
    struct err *e = deadline_parse_span(t->text, &s);

    if (e != NULL || in[s.unit] == 0)
        fill_get_wrong(errors, t, "this is no span by the clock, such as 180 days");
    err_free(e);
    return s.amount * in[s.unit];
}

static void fill_one(struct policy_errors *errors, const struct tree *t, struct trait_rule *out)
{
    const struct tree *times = fill_get_need(errors, t, "times");
    const struct tree *within = fill_get_need(errors, t, "within");
    long v = 1;

    if (times->text.p != NULL && !setvalue_to_number(times->text, &v))
        fill_get_wrong(errors, times, "this is no number");
    out->times = (int)v;
    if (within->text.p != NULL)
        out->within = seconds(errors, within);
    out->category = fill_get_text(t, "category", NULL);
}

void fill_traits_all(struct policy_errors *errors, const struct tree *map, struct trait_rule out[TRAITS])
{
    for (enum trait i = 0; i < TRAITS; i++) {
        const struct tree *t = map != NULL ? fill_get(map, word_name(WORD_TRAIT, (int)i)) : NULL;
        out[i] = (struct trait_rule){.times = 1};
        if (t != NULL)
            fill_one(errors, t, &out[i]);
    }
}
