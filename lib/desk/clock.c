#include "desk/clock.h"

#include "store/db_event.h"

/* What the due times of a complaint in hand are computed from. */
struct clock {
    struct change *ch;
    const char *category; /* NULL: none */
    struct calendar_pause *pauses;
    size_t npauses;
};

/* The times at which we waited for the customer, from the history; a wait that goes on has no end. */
static struct err *gather_pauses(struct clock *k)
{
    struct event *ev;
    size_t n;
    struct err *e = db_event_list(k->ch->desk->db, k->ch->m.c.id, DB_NOW, k->ch->arena, &ev, &n);

    if (e != NULL)
        return e;
    bool *struck = arena_alloc(k->ch->arena, n + 1);
    matter_struck(ev, n, struck);
    k->pauses = arena_alloc(k->ch->arena, (n + 1) * sizeof *k->pauses);
    for (size_t i = 0; i < n; i++) {
        struct calendar_pause *last = k->npauses > 0 ? &k->pauses[k->npauses - 1] : NULL;
        bool waits = last != NULL && last->to == INSTANT_NONE;
        if (struck[i])
            continue;
        if (ev[i].kind == EVENT_WAITING && !waits) {
            bool back = last != NULL && ev[i].happened < last->to; /* entered late, inside the one before */
            k->pauses[k->npauses++] = (struct calendar_pause){back ? last->to : ev[i].happened, INSTANT_NONE};
        } else if (waits && (ev[i].kind == EVENT_RESUMED || ev[i].kind == EVENT_RESOLVED ||
                             ev[i].kind == EVENT_CLOSED || ev[i].kind == EVENT_VOIDED))
            last->to = ev[i].happened > last->from ? ev[i].happened : last->from;
    }
    return NULL;
}

/* When a deadline of this kind that started at `from` is due by the policy in force; false when policy has none. */
static bool due_of(const struct clock *k, enum kind kind, instant from, instant *due)
{
    const struct policy *p = k->ch->desk->policy;
    const struct deadline_rule *r =
        deadline_pick(p->deadlines, p->ndeadlines, kind, k->ch->m.c.priority, k->category);

    if (r == NULL)
        return false;
    *due = deadline_due(r, p->calendar, from, k->pauses, k->npauses);
    return true;
}

static struct err *start(struct clock *k, enum kind kind, instant from)
{
    struct event ev = {.kind = EVENT_ADDED,
                       .flags = EVENT_AUTO,
                       .code = (int32_t)kind,
                       .ref = k->ch->m.c.followups + 1,
                       .happened = from};

    return due_of(k, kind, from, &ev.num) ? change_event(k->ch, &ev) : NULL;
}

/* Moves the open deadlines that policy now puts elsewhere. */
static struct err *adjust(struct clock *k)
{
    struct err *e = NULL;

    for (size_t i = 0; i < k->ch->m.nf && e == NULL; i++) {
        const struct followup *f = &k->ch->m.f[i];
        struct event ev = {.kind = EVENT_MOVED, .flags = EVENT_AUTO, .ref = f->no, .happened = INSTANT_NONE};
        if (f->state != STATE_OPEN || !event_kind_is_deadline(f->kind) || f->kind == KIND_ESCALATION)
            continue;
        if (due_of(k, f->kind, f->made, &ev.num) && ev.num != f->due)
            e = change_event(k->ch, &ev);
    }
    return e;
}

static bool has_open(const struct change *ch, enum kind kind)
{
    for (size_t i = 0; i < ch->m.nf; i++)
        if (ch->m.f[i].kind == kind && ch->m.f[i].state == STATE_OPEN)
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

static struct err *set_up(struct change *ch, struct clock *k)
{
    struct str category;
    struct err *e;

    *k = (struct clock){.ch = ch};
    if (ch->m.c.category != 0) {
        if ((e = db_name_text(ch->desk->db, ch->m.c.category, ch->arena, &category)) != NULL)
            return e;
        k->category = category.p;
    }
    return gather_pauses(k);
}

struct err *clock_adjust(struct change *ch)
{
    struct clock k;
    struct err *e = set_up(ch, &k);

    return e != NULL ? e : adjust(&k);
}

struct err *clock_keep(struct change *ch, const struct complaint *before)
{
    const struct complaint *c = &ch->m.c;
    bool fresh = before->id == 0;
    bool again = !fresh && c->reopened > before->reopened;
    bool other =
        c->priority != before->priority || c->category != before->category || c->waiting != before->waiting;
    struct clock k;
    struct err *e;

    if (c->status >= STATUS_RESOLVED || (!fresh && !again && !other))
        return NULL;
    if ((e = set_up(ch, &k)) != NULL)
        return e;
    if (again)
        return restart(&k);
    if (!fresh)
        return adjust(&k);
    if (c->acknowledged == INSTANT_NONE && (e = start(&k, KIND_RESPONSE, c->received)) != NULL)
        return e;
    return start(&k, KIND_RESOLUTION, c->received);
}
