#include "desk/ladder.h"

#include <string.h>

#include "desk/payment.h"
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

/* Puts the complaint in hand under hold, unless somebody did. */
static struct err *hold(struct change *ch, const char *why)
{
    struct event ev = {.kind = EVENT_SET, .flags = EVENT_AUTO, .code = FIELD_HOLD, .happened = INSTANT_NONE};
    struct db_complaint_field *fields;
    struct db *db = ch->desk->db;
    size_t n;
    struct err *e = db_complaint_fields(db, ch->m.c.id, ch->arena, &fields, &n);

    for (size_t i = 0; e == NULL && i < n; i++)
        if (fields[i].field == FIELD_HOLD)
            return NULL;
    if (e == NULL && (e = change_words(ch, &ev, WORDS_FIELD, str_of(why))) == NULL)
        e = db_complaint_set_field(db, ch->m.c.id, FIELD_HOLD, 0, 0, ev.words);
    return e;
}

/* Nobody is pressed for what they say they do not owe. */
static struct err *presses(struct change *ch, bool *may)
{
    struct db_complaint_field *fields;
    size_t n = 0;
    struct err *e = db_complaint_fields(ch->desk->db, ch->m.c.id, ch->arena, &fields, &n);

    *may = true;
    for (size_t i = 0; e == NULL && i < n; i++)
        *may = *may && fields[i].field != FIELD_DISPUTED;
    return e;
}

static struct err *begin(struct change *ch, const struct policy_ladder *l, instant from)
{
    struct err *e = l->nrungs > 0 ? add(ch, l, &l->rungs[0], from) : NULL;

    return e == NULL && l->hold != NULL ? hold(ch, l->hold) : e;
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
        if (l->category != NULL && c->category != before->category &&
            (e = has_category(ch, c->category, l->category, &now)) == NULL && now)
            e = presses(ch, &now);
        if (e == NULL && now && c->status < STATUS_RESOLVED)
            e = begin(ch, l, ch->recorded);
    }
    return e;
}

/* Takes `name` and the character behind it off the front of *s. */
static bool take(struct str *s, const char *name, char end)
{
    size_t n = strlen(name);

    if (s->n <= n || memcmp(s->p, name, n) != 0 || s->p[n] != end)
        return false;
    *s = (struct str){s->p + n + 1, s->n - n - 1};
    return true;
}

/* The step that these words name, by their beginning; false when policy has it no more. */
static bool named(const struct policy *p, struct str words, const struct policy_ladder **l, size_t *k)
{
    for (size_t i = 0; i < p->nladders; i++) {
        struct str rest = words;
        *l = &p->ladders[i];
        if (!take(&rest, (*l)->name, ' '))
            continue;
        for (*k = 0; *k < (*l)->nrungs; ++*k) {
            struct str step = rest;
            if (take(&step, (*l)->rungs[*k].name, ':'))
                return true;
        }
    }
    return false;
}

const struct policy_rung *ladder_rung(const struct policy *p, struct str words)
{
    const struct policy_ladder *l;
    size_t k;

    return named(p, words, &l, &k) ? &l->rungs[k] : NULL;
}

static bool is_before(const struct policy *p, struct str step, struct str other)
{
    const struct policy_ladder *one, *two;
    size_t i, k;

    return named(p, step, &one, &i) && named(p, other, &two, &k) && one == two && i < k &&
           one->rungs[i].letter[0] == '\0';
}

struct err *ladder_earlier(struct desk *d, const struct followup *f, struct arena *a, uint32_t *no)
{
    struct followup *open;
    struct str words, earlier;
    size_t n = 0;
    struct err *e = NULL;

    *no = 0;
    if (f->kind != KIND_ESCALATION || (e = db_words_get(d->db, f->words, a, &words, NULL)) != NULL ||
        (e = db_complaint_followup_list(d->db, f->of, true, DB_NOW, a, &open, &n)) != NULL)
        return e;
    for (size_t i = 0; i < n && e == NULL; i++)
        if (open[i].kind == KIND_ESCALATION && open[i].state == STATE_OPEN &&
            (e = db_words_get(d->db, open[i].words, a, &earlier, NULL)) == NULL &&
            is_before(d->policy, earlier, words))
            *no = open[i].no;
    return e;
}

/* The next step, unless it was made already: a letter and a reminder may both have told of this one. */
static struct err *add_behind(struct change *ch, struct str words, instant from)
{
    const struct policy_ladder *l, *other;
    size_t k, at;

    if (!named(ch->desk->policy, words, &l, &k) || k + 1 >= l->nrungs)
        return NULL;
    for (size_t i = 0; i < ch->m.nf; i++) {
        struct str text;
        if (ch->m.f[i].kind != KIND_ESCALATION || ch->m.f[i].state != STATE_OPEN)
            continue;
        struct err *e = db_words_get(ch->desk->db, ch->m.f[i].words, ch->arena, &text, NULL);
        if (e != NULL || (named(ch->desk->policy, text, &other, &at) && other == l && at > k))
            return e;
    }
    return add(ch, l, &l->rungs[k + 1], from);
}

/* An instalment that does not come brings the ladder back; a photo that does not come does not. */
static struct err *miss(struct change *ch, const struct followup *f)
{
    struct str words;
    int64_t amount;
    bool owes = false;
    struct err *e = db_words_get(ch->desk->db, f->words, ch->arena, &words, NULL);

    if (e == NULL && payment_instalment(words, &amount))
        e = payment_owes(ch, &owes);
    return e == NULL && owes ? ladder_resume(ch, f->due) : e;
}

static struct err *next_of(struct change *ch, const struct followup *f)
{
    const struct policy *p = ch->desk->policy;
    struct str words;
    struct err *e;

    if (f->kind == KIND_ESCALATION) {
        if ((e = db_words_get(ch->desk->db, f->words, ch->arena, &words, NULL)) != NULL)
            return e;
        return add_behind(ch, words, f->due);
    }
    if (f->kind == KIND_EXPECTED)
        return miss(ch, f);
    for (size_t i = 0; i < ch->m.nf; i++) /* one that goes up already is not sent up again */
        if (ch->m.f[i].kind == KIND_ESCALATION)
            return NULL;
    for (size_t i = 0; i < p->nladders; i++)
        if (p->ladders[i].late && p->ladders[i].nrungs > 0)
            return add(ch, &p->ladders[i], &p->ladders[i].rungs[0], f->due);
    return NULL;
}

/* Whether it is still to be done: it may have ended between the telling and now. */
static bool stands(const struct change *ch, const struct followup *f)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].no == f->no)
            return ch->m.f[i].state == STATE_OPEN;
    return false;
}

struct err *ladder_told(struct change *ch, const struct followup *f)
{
    bool climbs =
        f->of > 0 && (f->kind == KIND_RESOLUTION || f->kind == KIND_ESCALATION || f->kind == KIND_EXPECTED);
    struct err *e;

    if (!climbs || ch->desk->policy->nladders == 0)
        return NULL;
    if ((e = change_take(ch, f->of)) != NULL)
        return e;
    if (ch->m.c.status < STATUS_RESOLVED && stands(ch, f) && (e = next_of(ch, f)) == NULL)
        e = change_settle(ch);
    return e;
}

/* --- standing still ---------------------------------------------------------------------------------------------- */

/* Whether the follow-up is a step of a ladder that the category started; then which. */
static struct err *of_category(struct change *ch, const struct followup *f, const struct policy_ladder **l,
                               size_t *k, bool *is)
{
    struct str words;
    struct err *e = NULL;

    *is = false;
    if (f->kind == KIND_ESCALATION &&
        (e = db_words_get(ch->desk->db, f->words, ch->arena, &words, NULL)) == NULL)
        *is = named(ch->desk->policy, words, l, k) && (*l)->category != NULL;
    return e;
}

struct err *ladder_halt(struct change *ch)
{
    const struct policy_ladder *l;
    struct err *e = NULL;
    size_t k;

    for (size_t i = 0; i < ch->m.nf && e == NULL; i++) {
        struct event ev = {
            .kind = EVENT_CANCELLED, .flags = EVENT_AUTO, .ref = ch->m.f[i].no, .happened = INSTANT_NONE};
        bool is;
        if (ch->m.f[i].state != STATE_OPEN)
            continue;
        if ((e = of_category(ch, &ch->m.f[i], &l, &k, &is)) == NULL && is)
            e = change_event(ch, &ev);
    }
    return e;
}

/* Where the ladder stood last: *l NULL when it never began; `open` when it goes already. */
static struct err *last_step(struct change *ch, const struct policy_ladder **l, size_t *k, bool *done,
                             bool *open)
{
    struct followup *all;
    size_t n;
    struct err *e = db_complaint_followup_list(ch->desk->db, ch->m.c.id, false, DB_NOW, ch->arena, &all, &n);

    *l = NULL;
    *done = *open = false;
    for (size_t i = 0; i < n && e == NULL; i++) {
        const struct policy_ladder *of;
        size_t at;
        bool is;
        if ((e = of_category(ch, &all[i], &of, &at, &is)) != NULL || !is)
            continue;
        *l = of;
        *k = at;
        *done = all[i].state == STATE_KEPT || all[i].state == STATE_LATE;
    }
    for (size_t i = 0; i < ch->m.nf && e == NULL; i++) {
        const struct policy_ladder *of;
        size_t at;
        bool is = false;
        if (ch->m.f[i].state == STATE_OPEN)
            e = of_category(ch, &ch->m.f[i], &of, &at, &is);
        *open = *open || is;
    }
    return e;
}

struct err *ladder_resume(struct change *ch, instant from)
{
    const struct policy *p = ch->desk->policy;
    const struct policy_ladder *l;
    bool done, open, has = false;
    size_t k = 0;
    struct err *e = last_step(ch, &l, &k, &done, &open);

    bool may = true;

    if (e == NULL)
        e = presses(ch, &may);
    if (e != NULL || open || !may || ch->m.c.status >= STATUS_RESOLVED)
        return e;
    if (l != NULL && done)
        k++;
    for (size_t i = 0; l == NULL && i < p->nladders; i++) {
        if (p->ladders[i].category != NULL &&
            (e = has_category(ch, ch->m.c.category, p->ladders[i].category, &has)) != NULL)
            return e;
        if (has && p->ladders[i].category != NULL)
            l = &p->ladders[i];
    }
    return l != NULL && k < l->nrungs ? add(ch, l, &l->rungs[k], from) : NULL;
}

/* --- a ladder that is new ---------------------------------------------------------------------------------------- */

/* When the ladder would have begun, had there been one; INSTANT_NONE: its occasion is not there. */
static struct err *occasion(struct change *ch, const struct policy_ladder *l, instant *from)
{
    const struct complaint *c = &ch->m.c;
    bool has = l->signal >= 0 && (c->signals & 1u << l->signal) != 0, plan = false;
    struct err *e = NULL;

    *from = INSTANT_NONE;
    if (l->category != NULL && (e = has_category(ch, c->category, l->category, &has)) == NULL && has &&
        (e = presses(ch, &has)) == NULL && has) {
        e = payment_planned(ch, &plan);
        has = !plan;
    }
    if (e == NULL && has)
        *from = ch->recorded;
    for (size_t i = 0; i < ch->m.nf && l->late; i++)
        if (ch->m.f[i].kind == KIND_RESOLUTION && ch->m.f[i].state == STATE_OPEN &&
            ch->m.f[i].due < ch->recorded)
            *from = ch->m.f[i].due;
    return e;
}

/* Whether a step of it was ever made; for what is late, a step of any: what goes up already is not sent up again. */
static struct err *began(struct change *ch, const struct policy_ladder *l, bool *is)
{
    const struct policy_ladder *of;
    struct followup *all;
    struct str words;
    size_t n, k;
    struct err *e = db_complaint_followup_list(ch->desk->db, ch->m.c.id, false, DB_NOW, ch->arena, &all, &n);

    *is = false;
    for (size_t i = 0; e == NULL && i < n && !*is; i++)
        if (all[i].kind == KIND_ESCALATION &&
            (e = db_words_get(ch->desk->db, all[i].words, ch->arena, &words, NULL)) == NULL)
            *is = l->late || (named(ch->desk->policy, words, &of, &k) && of == l);
    for (size_t i = 0; i < ch->m.nf && l->late; i++) /* and what this change made */
        *is = *is || ch->m.f[i].kind == KIND_ESCALATION;
    return e;
}

struct err *ladder_catch_up(struct change *ch, size_t *n)
{
    const struct policy *p = ch->desk->policy;
    struct err *e = NULL;

    *n = 0;
    for (size_t i = 0; i < p->nladders && e == NULL && ch->m.c.status < STATUS_RESOLVED; i++) {
        const struct policy_ladder *l = &p->ladders[i];
        bool known = false;
        instant from;
        if (l->nrungs == 0 || (e = occasion(ch, l, &from)) != NULL || from == INSTANT_NONE ||
            (e = began(ch, l, &known)) != NULL || known)
            continue;
        e = begin(ch, l, from);
        ++*n;
    }
    return e;
}

/* --- by hand ----------------------------------------------------------------------------------------------------- */

bool ladder_behind(const struct policy *p, struct str words, struct arena *a, struct ladder_step *out)
{
    const struct policy_ladder *l;
    size_t k;

    if (!named(p, words, &l, &k) || k + 1 >= l->nrungs)
        return false;
    *out = (struct ladder_step){l->rungs[k + 1].who, label(a, l, &l->rungs[k + 1])};
    return true;
}

bool ladder_first(const struct policy *p, struct arena *a, struct ladder_step *out)
{
    for (size_t i = 0; i < p->nladders; i++) {
        const struct policy_ladder *l = &p->ladders[i];
        if (!l->late || l->nrungs == 0)
            continue;
        *out = (struct ladder_step){l->rungs[0].who, label(a, l, &l->rungs[0])};
        return true;
    }
    return false;
}

bool ladder_waits(const struct followup *f, instant now)
{
    return f->kind == KIND_ESCALATION && f->due > now;
}
