#include "desk/clock.h"

#include <string.h>

#include "base/zone.h"
#include "desk/clock_past.h"
#include "desk/ladder.h"
#include "desk/payment.h"
#include "store/db_complaint.h"
#include "store/db_merged.h"
#include "store/db_words.h"

/* What the due times of a complaint in hand are computed from. */
struct clock {
    struct change *ch;
    const char *category, *stage; /* NULL: none */
    struct clock_past past;
};

static struct err *name_of(struct change *ch, int64_t id, const char **out)
{
    struct str text;
    struct err *e = id != 0 ? db_name_text(ch->desk->db, id, ch->arena, &text) : NULL;

    *out = e == NULL && id != 0 ? text.p : NULL;
    return e;
}

static struct err *set_up(struct change *ch, struct clock *k)
{
    struct event *ev;
    size_t n;
    struct err *e;

    *k = (struct clock){.ch = ch};
    if ((e = change_history(ch, &ev, &n)) != NULL ||
        (e = clock_past(ch->desk->db, ev, n, ch->arena, &k->past)) != NULL ||
        (e = name_of(ch, ch->m.c.category, &k->category)) != NULL)
        return e;
    return name_of(ch, k->past.stage, &k->stage);
}

/* --- the desk's own deadlines ------------------------------------------------------------------------------------ */

/* When a deadline of this kind that started at `from` is due by the policy in force; false when policy has none. */
static bool due_of(const struct clock *k, enum kind kind, instant from, instant *due)
{
    const struct policy *p = k->ch->desk->policy;
    const struct deadline_rule *r =
        deadline_pick(p->deadlines, p->ndeadlines, kind, k->ch->m.c.priority, k->category);

    if (r == NULL)
        return false;
    *due = deadline_due(r, p->calendar, from, k->past.pauses, k->past.npauses);
    return true;
}

static struct err *add(struct change *ch, enum kind kind, instant from, instant due, const char *words)
{
    struct event ev = {.kind = EVENT_ADDED,
                       .flags = EVENT_AUTO,
                       .code = (int32_t)kind,
                       .ref = ch->m.c.followups + 1,
                       .num = due,
                       .happened = from};

    return change_words(ch, &ev, WORDS_TEXT, str_of(words != NULL ? words : ""));
}

static struct err *start(struct clock *k, enum kind kind, instant from)
{
    instant due;

    if (k->past.debt)
        return NULL;
    return due_of(k, kind, from, &due) ? add(k->ch, kind, from, due, NULL) : NULL;
}

static bool has_open(const struct change *ch, enum kind kind)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].kind == kind && ch->m.f[i].state == STATE_OPEN && ch->m.f[i].words == 0)
            return true;
    return false;
}

/* A matter that is open again is owed an answer and a resolution again, from then on. */
static struct err *restart(struct clock *k)
{
    struct err *e = NULL;

    if (!has_open(k->ch, KIND_RESPONSE))
        e = start(k, KIND_RESPONSE, k->ch->recorded);
    if (e == NULL && !has_open(k->ch, KIND_RESOLUTION))
        e = start(k, KIND_RESOLUTION, k->ch->recorded);
    return e;
}

/* --- deadlines of standards -------------------------------------------------------------------------------------- */

static const struct clock_standard *standard_of(const struct clock *k, uint32_t no)
{
    for (size_t i = 0; i < k->past.nstandards; i++)
        if (k->past.standards[i].no == no)
            return &k->past.standards[i];
    return NULL;
}

static bool was_started(const struct clock *k, const char *name, instant from)
{
    for (size_t i = 0; i < k->past.nstandards; i++)
        if (!k->past.standards[i].dropped && k->past.standards[i].made == from &&
            strcmp(k->past.standards[i].name, name) == 0)
            return true;
    return false;
}

static struct err *start_standard(struct clock *k, const struct deadline_standard *s)
{
    bool acknowledged = s->rule.from == DEADLINE_FROM_ACKNOWLEDGED;
    instant from = acknowledged ? k->past.acknowledged : k->past.started;

    if (from == INSTANT_NONE || was_started(k, s->rule.name, from) ||
        (s->rule.kind == KIND_RESPONSE && k->past.acknowledged != INSTANT_NONE))
        return NULL;
    instant due =
        deadline_due(&s->rule, k->ch->desk->policy->calendar, from, k->past.pauses, k->past.npauses);
    return add(k->ch, s->rule.kind, from, due, s->rule.name);
}

static bool is_among(const struct deadline_standard *const *in, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(in[i]->rule.name, name) == 0)
            return true;
    return false;
}

/* Category or stage changed: what another rule asks for is owed no more. */
static struct err *drop_standards(struct clock *k, const struct deadline_standard *const *in, size_t n)
{
    struct err *e = NULL;

    for (size_t i = 0; i < k->ch->m.nf && e == NULL; i++) {
        const struct followup *f = &k->ch->m.f[i];
        const struct clock_standard *s = f->state == STATE_OPEN ? standard_of(k, f->no) : NULL;
        struct event ev = {
            .kind = EVENT_CANCELLED, .flags = EVENT_AUTO, .ref = f->no, .happened = INSTANT_NONE};
        if (s != NULL && !is_among(in, n, s->name))
            e = change_event(k->ch, &ev);
    }
    return e;
}

/* What a regulator wants answered within a time is answered, though the desk's own clock runs until it is resolved. */
static struct err *end_answered(struct clock *k)
{
    struct err *e = NULL;

    for (size_t i = 0; i < k->ch->m.nf && e == NULL; i++) {
        const struct followup *f = &k->ch->m.f[i];
        struct event ev = {
            .kind = EVENT_DONE, .flags = EVENT_AUTO, .ref = f->no, .happened = k->past.answered};
        if (f->state == STATE_OPEN && f->kind == KIND_RESOLUTION && k->past.answered >= f->made &&
            standard_of(k, f->no) != NULL)
            e = change_event(k->ch, &ev);
    }
    return e;
}

static struct err *keep_standards(struct clock *k)
{
    const struct policy *p = k->ch->desk->policy;
    const struct deadline_standard **in = arena_alloc(k->ch->arena, (p->nstandards + 1) * sizeof *in);
    struct deadline_case of = {.priority = k->ch->m.c.priority,
                               .category = k->category,
                               .stage = k->stage,
                               .day = zone_day(p->zone, k->ch->m.c.received)};
    size_t n = k->past.debt ? 0 : deadline_standards(p->standards, p->nstandards, &of, in);
    struct err *e = drop_standards(k, in, n);
    for (size_t i = 0; i < n && e == NULL; i++)
        e = start_standard(k, in[i]);
    return e == NULL && k->past.answered != INSTANT_NONE ? end_answered(k) : e;
}

/* --- moving what runs -------------------------------------------------------------------------------------------- */

static bool is_extended(const struct clock *k, uint32_t no)
{
    for (size_t i = 0; i < k->past.nextended; i++)
        if (k->past.extended[i] == no)
            return true;
    return false;
}

static bool due_now(const struct clock *k, const struct followup *f, instant *due)
{
    const struct policy *p = k->ch->desk->policy;
    const struct clock_standard *c = standard_of(k, f->no);

    if (c == NULL)
        return due_of(k, f->kind, f->made, due);
    const struct deadline_standard *s = clock_past_standard(p, c->name);
    if (s == NULL)
        return false;
    *due = deadline_due(&s->rule, p->calendar, f->made, k->past.pauses, k->past.npauses);
    return true;
}

/* Moves the open deadlines that policy now puts elsewhere. */
static struct err *adjust(struct clock *k)
{
    struct err *e = NULL;

    for (size_t i = 0; i < k->ch->m.nf && e == NULL; i++) {
        const struct followup *f = &k->ch->m.f[i];
        struct event ev = {.kind = EVENT_MOVED, .flags = EVENT_AUTO, .ref = f->no, .happened = INSTANT_NONE};
        if (f->state != STATE_OPEN || !event_kind_is_deadline(f->kind) || f->kind == KIND_ESCALATION ||
            is_extended(k, f->no))
            continue;
        if (due_now(k, f, &ev.num) && ev.num != f->due)
            e = change_event(k->ch, &ev);
    }
    return e;
}

struct err *clock_adjust(struct change *ch)
{
    struct clock k;
    struct err *e = NULL;

    if (ch->m.c.status >= STATUS_RESOLVED)
        return NULL;
    if ((e = set_up(ch, &k)) == NULL)
        e = adjust(&k);
    return e != NULL ? e : keep_standards(&k);
}

/* --- late payments ----------------------------------------------------------------------------------------------- */

/* What ran for them ends: an answer to their debt is not owed. */
static struct err *end_owed(struct clock *k)
{
    struct err *e = NULL;

    for (size_t i = 0; i < k->ch->m.nf && e == NULL; i++) {
        const struct followup *f = &k->ch->m.f[i];
        struct event ev = {
            .kind = EVENT_CANCELLED, .flags = EVENT_AUTO, .ref = f->no, .happened = INSTANT_NONE};
        if (f->state == STATE_OPEN && (f->kind == KIND_RESPONSE || f->kind == KIND_RESOLUTION) &&
            f->words == 0)
            e = change_event(k->ch, &ev);
    }
    return e;
}

struct err *clock_debt(struct change *ch)
{
    struct clock k;
    struct err *e;

    if (ch->m.c.status >= STATUS_RESOLVED)
        return NULL;
    if ((e = set_up(ch, &k)) == NULL)
        e = k.past.debt ? end_owed(&k) : restart(&k);
    return e != NULL ? e : keep_standards(&k);
}

/* --- satisfaction ------------------------------------------------------------------------------------------------ */

/* A check of what was resolved so long ago that it should have been done is due at once.  Nobody asks whether they are
 * satisfied with an invoice that they have not paid, unless they dispute it. */
static struct err *check(struct change *ch, const struct deadline_span *span, instant from)
{
    instant due = INSTANT_NONE;
    bool unpaid;
    struct err *e;

    if (span->amount > 0)
        due = deadline_span_due(span, ch->desk->policy->calendar, from, NULL, 0);
    if (due == INSTANT_NONE || (e = payment_unpaid(ch, &unpaid)) != NULL || unpaid)
        return due == INSTANT_NONE ? NULL : e;
    if (due < ch->recorded)
        due = ch->recorded;
    return add(ch, KIND_CHECK, ch->recorded, due, "ask whether they are satisfied");
}

/* Whether this change ticked a check off. */
static bool asked_now(const struct change *ch)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.touched[i] && ch->m.f[i].kind == KIND_CHECK &&
            (ch->m.f[i].state == STATE_KEPT || ch->m.f[i].state == STATE_LATE))
            return true;
    return false;
}

static struct err *count_checks(struct change *ch, size_t *n)
{
    struct followup *f;
    size_t all;
    struct err *e = db_complaint_followup_list(ch->desk->db, ch->m.c.id, false, DB_NOW, ch->arena, &f, &all);

    *n = 0;
    for (size_t i = 0; e == NULL && i < all; i++)
        *n += f[i].kind == KIND_CHECK && f[i].made >= ch->m.c.resolved;
    return e;
}

static struct err *ask_if_satisfied(struct change *ch, const struct complaint *before)
{
    const struct policy_check *p = &ch->desk->policy->check;
    size_t n;
    struct err *e;

    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].kind == KIND_CHECK && ch->m.f[i].state == STATE_OPEN)
            return NULL;
    if (before->id == 0 || before->status != STATUS_RESOLVED)
        return check(ch, &p->after, ch->m.c.resolved);
    if (!asked_now(ch) || (e = count_checks(ch, &n)) != NULL)
        return asked_now(ch) ? e : NULL;
    return n == 1 ? check(ch, &p->again, ch->recorded) : NULL;
}

static bool was_difficult(const struct complaint *c)
{
    const uint32_t hard = 1u << SIGNAL_ANGER | 1u << SIGNAL_HOSTILITY | 1u << SIGNAL_CHURN |
                          1u << SIGNAL_LEGAL | 1u << SIGNAL_PUBLICITY;

    return (c->signals & hard) != 0 || c->reopened > 0;
}

struct err *clock_win_over(struct change *ch)
{
    const struct deadline_span *span = &ch->desk->policy->check.friendly;
    const struct complaint c = ch->m.c;
    struct event ev = {.kind = EVENT_ADDED,
                       .flags = EVENT_AUTO,
                       .code = KIND_CALLBACK,
                       .who = c.owner,
                       .happened = INSTANT_NONE};
    subject who;
    struct err *e;

    if (span->amount == 0 || c.status != STATUS_CLOSED || !c.satisfied || !was_difficult(&c))
        return NULL;
    ev.num = deadline_span_due(span, ch->desk->policy->calendar, ch->recorded, NULL, 0);
    if (ev.num == INSTANT_NONE)
        return NULL;
    if ((e = db_merged_root(ch->desk->db, -c.customer, DB_NOW, &who)) != NULL ||
        (e = change_take(ch, who)) != NULL)
        return e;
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].kind == KIND_CALLBACK && ch->m.f[i].state == STATE_OPEN)
            return NULL;
    ev.ref = ch->m.c.followups + 1;
    e = change_words(
        ch, &ev, WORDS_TEXT,
        str_of(arena_printf(ch->arena, "a friendly call: is all well since %lld?", (long long)c.id)));
    return e != NULL ? e : change_settle(ch);
}

/* ----------------------------------------------------------------------------------------------------------------- */

struct err *clock_keep(struct change *ch, const struct complaint *before)
{
    const struct complaint *c = &ch->m.c;
    bool fresh = before->id == 0;
    bool again = !fresh && c->reopened > before->reopened;
    bool other =
        c->priority != before->priority || c->category != before->category || c->waiting != before->waiting;
    bool earlier = c->received < before->received; /* another one was merged into it */
    bool standards = ch->desk->policy->nstandards > 0;
    struct clock k;
    struct err *e;

    if (c->status == STATUS_RESOLVED)
        return ask_if_satisfied(ch, before);
    if (c->status < STATUS_RESOLVED && ch->desk->policy->nladders > 0 &&
        (e = ladder_start(ch, before)) != NULL)
        return e;
    if (c->status > STATUS_RESOLVED || (!fresh && !again && !other && !earlier && !standards))
        return NULL;
    if ((e = set_up(ch, &k)) != NULL)
        return e;
    if (again)
        e = restart(&k);
    else if (!fresh && (other || earlier))
        e = adjust(&k);
    else if (fresh && c->acknowledged == INSTANT_NONE)
        e = start(&k, KIND_RESPONSE, c->received);
    if (e == NULL && fresh)
        e = start(&k, KIND_RESOLUTION, c->received);
    return e == NULL && standards ? keep_standards(&k) : e;
}
