#include "policy/fill_traits.h"

#include "policy/setvalue.h"
#include "rule/deadline.h"

/* A setting of the trait that has to be there. */
static const struct tree *need(struct policy_errors *errors, const struct tree *trait, const char *key)
{
    const struct tree *t = tree_get(trait, str_of(key));

    if (t == NULL)
        policy_errors_add(errors, trait->key_line, trait->key_col, "\"%s\" has no \"%s\"; add it",
                          trait->key.p, key);
    return t;
}

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
        policy_errors_add(errors, t->line, t->col, "this is no span by the clock, such as 180 days");
    err_free(e);
    return s.amount * in[s.unit];
}

static void fill_one(struct policy_errors *errors, const struct tree *t, struct trait_rule *out)
{
    const struct tree *times = need(errors, t, "times"), *within = need(errors, t, "within");
    const struct tree *category = tree_get(t, str_of("category"));
    long v = 1;

    if (times != NULL && !setvalue_to_number(times->text, &v))
        policy_errors_add(errors, times->line, times->col, "this is no number");
    out->times = (int)v;
    if (within != NULL)
        out->within = seconds(errors, within);
    out->category = category != NULL ? category->text.p : NULL;
}

void fill_traits_all(struct policy_errors *errors, const struct tree *map, struct trait_rule out[TRAITS])
{
    for (enum trait i = 0; i < TRAITS; i++) {
        const struct tree *t = map != NULL ? tree_get(map, str_of(word_name(WORD_TRAIT, (int)i))) : NULL;
        out[i] = (struct trait_rule){.times = 1};
        if (t != NULL)
            fill_one(errors, t, &out[i]);
    }
}
