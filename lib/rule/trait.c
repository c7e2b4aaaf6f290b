#include "rule/trait.h"

enum { WHOLE = 1000, PLACES = 3 };

static const struct {
    enum trait trait;
    int64_t counts; /* how many times */
    const char *says;
} signs[TRAIT_SIGNS] = {
    [TRAIT_SIGN_CHASED] = {TRAIT_IMPATIENT, 1, "wrote again before we answered"},
    [TRAIT_SIGN_HASTE] = {TRAIT_IMPATIENT, 1, "asked for haste"},
    [TRAIT_SIGN_REFUSED] = {TRAIT_HIGH_EXPECTATIONS, 1, "was not satisfied with what was done"},
    [TRAIT_SIGN_RETURNED] = {TRAIT_HIGH_EXPECTATIONS, 1, "came back after it was resolved"},
    [TRAIT_SIGN_HAGGLED] = {TRAIT_HIGH_EXPECTATIONS, 1, "wanted more than was offered"},
    [TRAIT_SIGN_COMPLAINED] = {TRAIT_SERIAL_COMPLAINER, 1, "complained"},
    [TRAIT_SIGN_HOSTILE] = {TRAIT_AGGRESSIVE, 1, "was hostile"},
    [TRAIT_SIGN_ABUSED] = {TRAIT_AGGRESSIVE, 2, "abused a colleague"},
    [TRAIT_SIGN_OWED] = {TRAIT_LATE_PAYER, 1, "paid late"},
    [TRAIT_SIGN_OVERDUE] = {TRAIT_LATE_PAYER, 1, "did not keep what was agreed"},
    [TRAIT_SIGN_CONTACTED] = {TRAIT_NEEDY, 1, "got in touch"},
    [TRAIT_SIGN_ASKED] = {TRAIT_NEEDY, 1, "had a question"},
    [TRAIT_SIGN_SATISFIED] = {TRAIT_LOYAL, 1, "was satisfied in the end"},
    [TRAIT_SIGN_TURNED] = {TRAIT_WON_BACK, 1, "was difficult, and satisfied in the end"},
};

bool trait_same_breath(const struct event *before, const struct event *ev)
{
    return before->code == ev->code && ev->happened - before->happened < TRAIT_BREATH;
}

int64_t trait_weight(int64_t age, int64_t within)
{
    if (age < 0 || age >= within)
        return 0;
    if (age <= within / 2)
        return WHOLE;
    return WHOLE * (within - age) / (within - within / 2);
}

static int64_t counts(const struct trait_fact *f, const struct trait_rule *rule, instant now)
{
    return trait_weight(now - f->at, rule->within) * signs[f->sign].counts;
}

size_t trait_weigh(const struct trait_rule rules[TRAITS], const struct trait_fact *facts, size_t n,
                   instant now, struct trait_held out[TRAITS])
{
    struct trait_held all[TRAITS] = {0};
    size_t held = 0;

    for (size_t i = 0; i < n; i++) {
        enum trait t = signs[facts[i].sign].trait;
        int64_t w = counts(&facts[i], &rules[t], now);
        all[t].sum += w;
        all[t].n += w > 0;
    }
    for (enum trait t = 0; t < TRAITS; t++) {
        size_t at = held;
        all[t].trait = t;
        if (rules[t].within == 0 || all[t].sum == 0 || all[t].sum < (int64_t)rules[t].times * WHOLE)
            continue;
        for (; at > 0 && out[at - 1].sum * rules[t].times < all[t].sum * rules[out[at - 1].trait].times; at--)
            out[at] = out[at - 1];
        out[at] = all[t];
        held++;
    }
    return held;
}

static void add_place(const struct trait_fact *f, struct buf *out)
{
    buf_printf(out, "%lld", (long long)f->of);
    if (f->no > 0)
        buf_printf(out, "%c%u", f->followup ? '/' : '@', f->no);
}

/* The newest of one sign: its time is at or before `before`, and among equals the later in the list. */
static const struct trait_fact *newest(enum trait_sign sign, const struct trait_rule *rule,
                                       const struct trait_fact *facts, size_t n, instant now,
                                       const struct trait_fact *before)
{
    const struct trait_fact *found = NULL;

    for (size_t i = 0; i < n; i++) {
        const struct trait_fact *f = &facts[i];
        if (f->sign != sign || counts(f, rule, now) == 0)
            continue;
        if (before != NULL && (f->at > before->at || (f->at == before->at && f >= before)))
            continue;
        if (found == NULL || f->at >= found->at)
            found = f;
    }
    return found;
}

static size_t how_many(enum trait_sign sign, const struct trait_rule *rule, const struct trait_fact *facts,
                       size_t n, instant now)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++)
        found += facts[i].sign == sign && counts(&facts[i], rule, now) > 0;
    return found;
}

void trait_reason(enum trait t, const struct trait_rule *rule, const struct trait_fact *facts, size_t n,
                  instant now, struct buf *out)
{
    const char *sep = "";

    for (enum trait_sign sign = 0; sign < TRAIT_SIGNS; sign++) {
        size_t times = signs[sign].trait == t ? how_many(sign, rule, facts, n, now) : 0;
        const struct trait_fact *f = NULL;
        if (times == 0)
            continue;
        buf_printf(out, "%s%s", sep, signs[sign].says);
        if (times > 1)
            buf_printf(out, ", %zu times", times);
        buf_adds(out, " (");
        for (size_t i = 0; i < PLACES && (f = newest(sign, rule, facts, n, now, f)) != NULL; i++) {
            buf_adds(out, i > 0 ? ", " : "");
            add_place(f, out);
        }
        buf_adds(out, times > PLACES ? ", ...)" : ")");
        sep = "; ";
    }
}
