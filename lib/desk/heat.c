#include "desk/heat.h"

#include "desk/reading.h"
#include "rule/trait.h"

/* Our answers, and the number of the event that was the second one; 0: there is none. */
static uint32_t second_answer(const struct show *s, uint32_t *answers)
{
    const struct event *before = NULL;
    uint32_t second = 0;

    *answers = 0;
    for (size_t i = 0; i < s->nevents; i++) {
        const struct event *ev = &s->events[i].ev;
        if (ev->kind != EVENT_SAID || s->events[i].struck || (ev->flags & EVENT_IMPLIED) != 0)
            continue;
        if (before == NULL || !trait_same_breath(before, ev))
            ++*answers;
        if (*answers == 2 && second == 0)
            second = ev->no;
        before = ev;
    }
    return second;
}

static bool went_up(const struct show *s)
{
    for (size_t i = 0; i < s->nfollowups; i++)
        if (s->followups[i].f.kind == KIND_ESCALATION && s->followups[i].f.state == STATE_OPEN)
            return true;
    return false;
}

static bool is_heat(const struct triage_term *t)
{
    struct str source = str_of(t->source);

    return str_is(source, word_name(WORD_SIGNAL, SIGNAL_ANGER)) ||
           str_is(source, word_name(WORD_SIGNAL, SIGNAL_HOSTILITY));
}

struct err *heat_find(struct desk *d, const struct show *s, struct arena *a, struct heat *out)
{
    uint32_t second = second_answer(s, &out->answers);
    struct reading r;
    struct err *e;

    out->event = 0;
    if (second == 0 || s->line.c.status >= STATUS_RESOLVED || went_up(s))
        return NULL;
    if ((e = reading_get(d, s->line.c.id, s->as_of, a, &r)) != NULL)
        return e;
    for (size_t i = 0; i < r.n && out->event == 0; i++)
        if (is_heat(&r.terms[i]) && r.terms[i].event > second &&
            r.terms[i].strength >= d->policy->triage.shown)
            out->event = r.terms[i].event;
    return NULL;
}
