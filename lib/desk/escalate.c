#include "desk/escalate.h"

#include "desk/ladder.h"
#include "desk/limits.h"
#include "desk/review.h"

static const char decide[] = "decide how it goes on, and ring the customer";

/* The step of a ladder that is next: behind the newest open one, else the first for what is late. */
static struct err *next_step(struct change *ch, struct arena *a, struct ladder_step *step, bool *found)
{
    struct str words;
    struct err *e = NULL;

    *found = false;
    for (size_t i = ch->m.nf; i-- > 0 && e == NULL && !*found;) {
        const struct followup *f = &ch->m.f[i];
        if (f->kind == KIND_ESCALATION && f->state == STATE_OPEN &&
            (e = db_words_get(ch->desk->db, f->words, a, &words, NULL)) == NULL) {
            *found = ladder_behind(ch->desk->policy, words, a, step);
            if (!*found && ladder_rung(ch->desk->policy, words) != NULL)
                e = err_new(ERR_DATA, NULL,
                            "%lld/%u is the last step of its ladder already; --to LOGIN sends it elsewhere",
                            (long long)f->of, f->no);
        }
    }
    if (e == NULL && !*found)
        *found = ladder_first(ch->desk->policy, a, step);
    return e;
}

static struct err *lowest_above(struct change *ch, struct arena *a, struct str *to)
{
    struct limits l;
    struct str rest;
    struct err *e = limits_get(ch->desk, 0, a, &l);

    if (e != NULL)
        return e;
    rest = l.above;
    if (!str_cut(&rest, ',', to) || to->n == 0)
        return err_new(ERR_USAGE, "escalate", "no role of policy is above yours; say to whom: --to LOGIN");
    return NULL;
}

static struct err *choose(struct change *ch, const struct escalate *x, struct arena *a, struct escalated *out,
                          bool *ladder)
{
    struct ladder_step step;
    struct err *e = NULL;

    *ladder = false;
    out->to = x->to;
    out->what = x->why.n > 0 ? x->why : str_of(decide);
    if (x->to.n > 0 || (e = next_step(ch, a, &step, ladder)) != NULL)
        return e;
    if (!*ladder)
        return lowest_above(ch, a, &out->to);
    out->to = str_of(step.who);
    out->what = str_of(step.words);
    return NULL;
}

static struct err *raise_it(struct change *ch, const struct escalate *x, struct arena *a,
                            struct escalated *out)
{
    struct event note = {.kind = EVENT_NOTE, .happened = INSTANT_NONE};
    int64_t owner = 0;
    bool ladder;
    struct err *e = choose(ch, x, a, out, &ladder);

    if (e != NULL || (out->to.n > 0 && ((e = review_check_up(ch, out->to)) != NULL ||
                                        (e = db_name(ch->desk->db, out->to, &owner)) != NULL)))
        return e;
    if (ladder && x->why.n > 0 && (e = change_words(ch, &note, WORDS_TEXT, x->why)) != NULL)
        return e;
    return change_followup(ch, KIND_ESCALATION, ch->recorded, owner, out->what, &out->no);
}

struct err *escalate_up(struct desk *d, int64_t id, const struct escalate *x, struct arena *a,
                        struct escalated *out)
{
    struct change ch;
    struct err *e = desk_colleague(d, x->to);

    *out = (struct escalated){0};
    if (e != NULL || (e = change_begin(d, &ch)) != NULL)
        return e;
    e = change_take(&ch, id);
    if (e == NULL && ch.m.c.status >= STATUS_RESOLVED)
        e = err_new(ERR_DATA, NULL, "%lld is %s; cust-log reopen it before it goes up", (long long)id,
                    word_name(WORD_STATUS, (int)ch.m.c.status));
    if (e == NULL && (e = raise_it(&ch, x, a, out)) == NULL)
        e = change_settle(&ch);
    return change_end(&ch, e);
}
