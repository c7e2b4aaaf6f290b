#include "desk/ladder.h"

#include <string.h>

#include "store/db_complaint.h"
#include "store/db_words.h"

/* The words of a step: "legal support: what is to be done"; by its beginning it is known again. */
static const char *label(struct arena *a, const struct policy_ladder *l, const struct policy_rung *r)
{
    return arena_printf(a, "%s %s: %s", l->name, r->name, r->what);
}

static struct err *add(struct change *ch, const struct policy_ladder *l, const struct policy_rung *r,
                       instant from)
{
    struct event ev = {.kind = EVENT_ADDED,
                       .flags = EVENT_AUTO,
                       .code = KIND_ESCALATION,
                       .ref = ch->m.c.followups + 1,
                       .num = from > ch->recorded ? from : ch->recorded,
                       .happened = INSTANT_NONE};
    struct err *e = NULL;

    if (r->after.amount > 0)
        ev.num = deadline_span_due(&r->after, ch->desk->policy->calendar, from, NULL, 0);
    if (ev.num == INSTANT_NONE)
        return NULL;
    if (r->who[0] != '\0' && (e = db_name(ch->desk->db, str_of(r->who), &ev.who)) != NULL)
        return e;
    return change_words(ch, &ev, WORDS_TEXT, str_of(label(ch->arena, l, r)));
}

static struct err *has_category(struct change *ch, int64_t name, const char *category, bool *has)
{
    struct str text;
    struct err *e = NULL;

    *has = false;
    if (name != 0 && (e = db_name_text(ch->desk->db, name, ch->arena, &text)) == NULL)
        *has = str_is(text, category);
    return e;
}

struct err *ladder_start(struct change *ch, const struct complaint *before)
{
    const struct policy *p = ch->desk->policy;
    const struct complaint *c = &ch->m.c;
    struct err *e = NULL;

    for (size_t i = 0; i < p->nladders && e == NULL; i++) {
        const struct policy_ladder *l = &p->ladders[i];
        uint32_t bit = l->signal >= 0 ? 1u << l->signal : 0;
        bool now = (c->signals & bit) != 0 && (before->signals & bit) == 0;
        if (l->category != NULL && c->category != before->category)
            e = has_category(ch, c->category, l->category, &now);
        if (e == NULL && now && l->nrungs > 0 && c->status < STATUS_RESOLVED)
            e = add(ch, l, &l->rungs[0], ch->recorded);
    }
    return e;
}

/* The step behind the one that these words name; false when it was the last or policy has it no more. */
static bool behind(const struct change *ch, struct str words, const struct policy_ladder **l,
                   const struct policy_rung **r)
{
    const struct policy *p = ch->desk->policy;

    for (size_t i = 0; i < p->nladders; i++) {
        *l = &p->ladders[i];
        for (size_t k = 0; k + 1 < (*l)->nrungs; k++) {
            *r = &(*l)->rungs[k];
            if (!str_starts(words, arena_printf(ch->arena, "%s %s: ", (*l)->name, (*r)->name)))
                continue;
            *r = &(*l)->rungs[k + 1];
            return true;
        }
    }
    return false;
}

static struct err *next_of(struct change *ch, const struct followup *f)
{
    const struct policy *p = ch->desk->policy;
    const struct policy_ladder *l;
    const struct policy_rung *r;
    struct str words;
    struct err *e;

    if (f->kind == KIND_ESCALATION) {
        if ((e = db_words_get(ch->desk->db, f->words, ch->arena, &words, NULL)) != NULL)
            return e;
        return behind(ch, words, &l, &r) ? add(ch, l, r, f->due) : NULL;
    }
    for (size_t i = 0; i < ch->m.nf; i++) /* one that goes up already is not sent up again */
        if (ch->m.f[i].kind == KIND_ESCALATION)
            return NULL;
    for (size_t i = 0; i < p->nladders; i++)
        if (p->ladders[i].late && p->ladders[i].nrungs > 0)
            return add(ch, &p->ladders[i], &p->ladders[i].rungs[0], f->due);
    return NULL;
}

struct err *ladder_told(struct change *ch, const struct followup *f)
{
    bool climbs = f->of > 0 && (f->kind == KIND_RESOLUTION || f->kind == KIND_ESCALATION);
    struct err *e;

    if (!climbs || ch->desk->policy->nladders == 0)
        return NULL;
    if ((e = change_take(ch, f->of)) != NULL)
        return e;
    if (ch->m.c.status < STATUS_RESOLVED && (e = next_of(ch, f)) == NULL)
        e = change_settle(ch);
    return e;
}

bool ladder_waits(const struct followup *f, instant now)
{
    return f->kind == KIND_ESCALATION && f->due > now;
}
